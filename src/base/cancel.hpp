// SPDX-License-Identifier: MIT
#pragma once

namespace axle {

/// Whether the user asked to stop (Ctrl-C, SIGTERM, SIGHUP). Long loops, waits and workers ask now
/// and then.
bool cancelled();
/// The signal that asked, 0 if none did.
int cancelling_signal();
/// Sets the flag. Safe in a signal handler.
void request_cancel(int signal_number);
/// From now on SIGINT, SIGTERM and SIGHUP set the flag; a second one ends the process at once.
void install_cancel_handlers();

}  // namespace axle
