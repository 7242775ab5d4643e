// SPDX-License-Identifier: MIT
// Locks and syncs the project of a directory: embedding DIRECTORY
#include <axle/operations/lock_and_sync.hpp>
#include <cstdio>

namespace {

int show(const axle::Error& error) {
  std::fprintf(stderr, "error: %s\n", error.message.c_str());
  for (const axle::Error* cause = error.cause.get(); cause != nullptr; cause = cause->cause.get())
    std::fprintf(stderr, "  cause: %s\n", cause->message.c_str());
  for (const std::string& hint : error.hints) std::fprintf(stderr, "hint: %s\n", hint.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: embedding DIRECTORY\n", stderr);
    return 2;
  }
  const axle::Workplace workplace{.directory = argv[1]};
  axle::NullReporter reporter;

  const auto lockfile = axle::lock_project_at(workplace, reporter);
  if (!lockfile) return show(lockfile.error());
  for (const axle::LockedPackage& package : lockfile->packages)
    std::printf("locked %s %s\n", package.name.text().c_str(),
                package.version ? package.version->to_string().c_str() : "(built)");

  const auto synced = axle::sync_project_at(workplace, {}, reporter);
  if (!synced) return show(synced.error());
  for (const axle::ChangeLine& line : axle::change_lines(synced->plan))
    std::printf("%s\n", line.text().c_str());
  return 0;
}
