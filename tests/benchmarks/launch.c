/* SPDX-License-Identifier: MIT
   launch RUNS COMMAND ARG...: runs the command so often, its output thrown away, and prints one line:
   the median and the least wall time in ms, the median of its CPU time in ms, and its peak memory in KiB.
   A process of its own, because a child's peak memory is at first that of its parent. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char** environ;

enum { max_runs = 1000 };

static int compare(const void* a, const void* b) {
  const double x = *(const double*)a, y = *(const double*)b;
  return x < y ? -1 : x > y;
}

static double ms_of(struct timeval t) { return (double)t.tv_sec * 1e3 + (double)t.tv_usec * 1e-3; }

int main(int argc, char** argv) {
  static double wall[max_runs], cpu[max_runs];
  const int runs = argc > 2 ? atoi(argv[1]) : 0;
  if (runs < 1 || runs > max_runs) return 2;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  long peak = 0;
  for (int i = 0; i < runs; ++i) {
    struct timespec start, end;
    struct rusage usage;
    pid_t child;
    int status = 0;
    clock_gettime(CLOCK_MONOTONIC, &start);
    if (posix_spawnp(&child, argv[2], &actions, NULL, argv + 2, environ) != 0) return 2;
    while (wait4(child, &status, 0, &usage) < 0)
      if (errno != EINTR) return 2;
    clock_gettime(CLOCK_MONOTONIC, &end);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
      fprintf(stderr, "%s failed in run %d\n", argv[2], i);
      return 1;
    }
    wall[i] = (double)(end.tv_sec - start.tv_sec) * 1e3 + (double)(end.tv_nsec - start.tv_nsec) * 1e-6;
    cpu[i] = ms_of(usage.ru_utime) + ms_of(usage.ru_stime);
    if (usage.ru_maxrss > peak) peak = usage.ru_maxrss;
  }
  qsort(wall, (size_t)runs, sizeof *wall, compare);
  qsort(cpu, (size_t)runs, sizeof *cpu, compare);
#ifdef __APPLE__
  peak /= 1024;
#endif
  printf("%8.2f %8.2f %8.2f %8ld\n", wall[runs / 2], wall[0], cpu[runs / 2], peak);
  return 0;
}
