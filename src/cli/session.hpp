// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include "arguments/options.hpp"
#include "services/services.hpp"
#include "terminal/printer.hpp"
#include "terminal/progress.hpp"

namespace axle {

/// What a command works with: the services, and where it writes. Refers to what it is made of.
class Session : public Services {
 public:
  Session(const GlobalOptions& options, System system, Printer& printer, Progress& progress)
      : Services(options, std::move(system), progress), options_(options), printer_(printer) {}

  const GlobalOptions& options() const { return options_; }
  Printer& printer() { return printer_; }

 private:
  const GlobalOptions& options_;
  Printer& printer_;
};

}  // namespace axle
