// SPDX-License-Identifier: MIT
#include "arguments/accelerator_commands.hpp"

#include "arguments/groups.hpp"

namespace axle {
namespace {

void add_machine_options(CLI::App& command, MachineOptions& options) {
  command.add_option("--profile,--sysroot", options.profile,
                     "A recorded machine in place of this one: a name of `axle profile list`, a "
                     "file or a folder");
}

}  // namespace

void accelerator_show_options(CLI::App& command, AcceleratorShowOptions& options) {
  command.add_option("--accelerators", options.accelerators,
                     "Choose among these, with commas between them; all that torch has if not "
                     "stated");
  command.add_option("--torch", options.torch,
                     "For this version of torch; the newest known if not "
                     "stated");
  add_machine_options(command, options);
  command.footer(
      "Examples:\n"
      "  axle accelerator show\n"
      "  axle accelerator show --torch 2.9.1 --accelerators cpu,cu126,cu130\n"
      "  axle accelerator show --profile l4 --json\n\n"
      "What is shown, and why an arm is refused: docs/accelerators.md.");
}

void doctor_options(CLI::App& command, DoctorOptions& options) {
  add_machine_options(command, options);
  add_pip_target(command, options.target);
  command.footer(
      "Examples:\n"
      "  axle doctor\n"
      "  axle doctor --json --python other-environment\n"
      "  axle doctor --profile gpu-box.toml\n\n"
      "Ends with 1 if a finding is an error. What each finding means: docs/accelerators.md.");
}

void check_options(CLI::App& command, CheckOptions& options) {
  add_pip_target(command, options.target);
  command.footer(
      "Examples:\n"
      "  axle check\n"
      "  axle check --json --python other-environment\n\n"
      "torchvision, torchaudio, torchcodec and triton are held to the releases that belong to "
      "torch,\n"
      "wheels of native code to what their local versions say. Ends with 1 if something does not\n"
      "belong together.");
}

void profile_capture_options(CLI::App& command, ProfileCaptureOptions& options) {
  command.add_option("FILE", options.file, "Where to write it; standard output if not stated");
  command.footer(
      "Example:\n"
      "  axle profile capture gpu-box.toml\n\n"
      "Serial numbers of devices are in the file, names of users and hosts are not.");
}

void profile_show_options(CLI::App& command, ProfileShowOptions& options) {
  command
      .add_option("PROFILE", options.profile, "A name of `axle profile list`, a file or a folder")
      ->required();
  command.footer("Example:\n  axle profile show h100");
}

void collapse_options(CLI::App& command, CollapseOptions& options) {
  command.add_flag("--dry-run", options.dry_run, "Only print what the file would be");
}

}  // namespace axle
