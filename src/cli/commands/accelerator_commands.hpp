// SPDX-License-Identifier: MIT
#pragma once

#include "arguments/accelerator_options.hpp"
#include "axle/base/error.hpp"
#include "cli/session.hpp"
#include "terminal/exit_code.hpp"

namespace axle {

Result<ExitCode> accelerator_show_command(const AcceleratorShowOptions& options, Session& session);
/// 1 if a finding is an error.
Result<ExitCode> doctor_command(const DoctorOptions& options, Session& session);
Result<ExitCode> accelerators_collapse_command(const CollapseOptions& options, Session& session);
/// 1 if something does not go with the torch beside it.
Result<ExitCode> check_command(const CheckOptions& options, Session& session);
Result<ExitCode> profile_capture_command(const ProfileCaptureOptions& options, Session& session);
Result<ExitCode> profile_show_command(const ProfileShowOptions& options, Session& session);
Result<ExitCode> profile_list_command(const ProfileListOptions& options, Session& session);

}  // namespace axle
