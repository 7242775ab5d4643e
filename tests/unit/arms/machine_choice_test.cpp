// SPDX-License-Identifier: MIT
#include "arms/machine_choice.hpp"

#include "accelerator/detect.hpp"
#include "accelerator/recorded_root.hpp"
#include "axle/base/environment.hpp"
#include "support/catch.hpp"
#include "support/temp_tree.hpp"

namespace axle {
namespace {

/// Keeps what is said.
class Listener final : public Reporter {
 public:
  std::string said;

  void resolving(std::string_view) override {}
  void download_started(std::uint64_t, std::string_view, std::uint64_t) override {}
  void download_progress(std::uint64_t, std::uint64_t) override {}
  void download_finished(std::uint64_t) override {}
  void installing(std::uint64_t, std::uint64_t) override {}
  void resolved(std::size_t, Duration) override {}
  void prepared(std::size_t, Duration) override {}
  void warning(std::string_view text) override { said.append("warning: ").append(text) += "\n"; }
  void notice(std::string_view text) override { said.append(text) += "\n"; }
};

/// What a machine of tests/data/machines decides, as if it were this one.
ArmRecord decided_on(const std::string& machine, std::vector<std::string> arms, bool is_recorded) {
  const Catalog& catalog = Catalog::built_in();
  LookedAtMachine looked;
  auto root = RecordedRoot::open(std::filesystem::path(AXLE_TEST_MACHINES) / (machine + ".toml"));
  REQUIRE(root);
  looked.root = *std::move(root);
  looked.machine = detect(*looked.root, catalog);
  Choice choice = choose_accelerator(catalog, looked.machine, std::move(arms), "2.9.1",
                                     looked.machine.platform.key());
  return record_of_choice(std::move(choice), looked, catalog, is_recorded);
}

}  // namespace

TEST_CASE("cpu because of a fault that can be mended is decided again", "[arms]") {
  const ArmRecord record = decided_on("rx6800-not-in-group", {"cpu", "rocm6.4"}, false);
  CHECK(record.accelerator == "cpu");
  CHECK(record.is_provisional);
  CHECK(record.why.find("kfd-permission") != std::string::npos);
  CHECK_FALSE(decided_on("rx6800-not-in-group", {"cpu", "rocm6.4"}, true).is_provisional);
  const ArmRecord mended = decided_on("rx6800-in-group", {"cpu", "rocm6.4"}, false);
  CHECK(mended.accelerator == "rocm6.4");
  CHECK_FALSE(mended.is_provisional);
}

TEST_CASE("cpu that is right for the machine is kept", "[arms]") {
  for (const char* machine : {"gtx970-driver-580", "nothing"}) {
    INFO(machine);
    const ArmRecord record = decided_on(machine, {"cpu", "cu130"}, false);
    CHECK(record.accelerator == "cpu");
    CHECK_FALSE(record.is_provisional);
  }
}

TEST_CASE("what is kept is said once, what is not each time", "[arms]") {
  const test::TempTree tree;
  const RunOptions options;
  Listener listener;
  Services services(options, System{Environment::of({{"HOME", tree.path().string()}})}, listener);
  const auto said_of = [&](const ArmRecord& record) {
    listener.said.clear();
    REQUIRE(keep_choice(tree.path(), record, services));
    return listener.said;
  };
  const ArmRecord decided{"cu126", "machine", "runs here", "", false};
  CHECK(said_of(decided) == "Using accelerator cu126: runs here\n");
  CHECK(said_of(decided).empty());
  CHECK(said_of({"cu130", "option", "`--accelerator` says so", "", false}).empty());
  const ArmRecord makeshift{"cpu", "machine", "no permission", "", true};
  CHECK(said_of(makeshift) == "warning: no permission\n");
  CHECK_FALSE(read_arm_record(tree.path()));
  CHECK(said_of(makeshift) == "warning: no permission\n");
}

}  // namespace axle
