// SPDX-License-Identifier: MIT
#include "cli/expect.hpp"

namespace axle::test {
namespace {

WheelBuilder good() { return WheelBuilder("evil", "1.0").file("evil/__init__.py", "x = 1\n"); }

MemberSpec member(std::string name) {
  MemberSpec made;
  made.name = std::move(name);
  made.contents = "gotcha\n";
  return made;
}

struct HostileWheelCase {
  const char* name;
  WheelBuilder wheel;
  std::string member;  ///< named in the message
};

std::vector<HostileWheelCase> cases() {
  std::vector<HostileWheelCase> list;
  list.push_back({"a path out of the target", good().member(member("../../outside.py")), ".."});
  list.push_back({"an absolute path", good().member(member("/tmp/outside.py")), "/tmp/outside.py"});
  list.push_back({"a wrong hash in RECORD", good().edit_record([](std::string& text) {
                    const auto at = text.find("sha256=") + 7;
                    text[at] = text[at] == 'A' ? 'B' : 'A';
                  }),
                  "evil/__init__.py"});
  MemberSpec damaged = member("evil/data.txt");
  damaged.crc = 0x12345678;
  list.push_back({"a wrong checksum in the archive", good().member(damaged), "evil/data.txt"});
  MemberSpec link = member("evil/link");
  link.mode = 0120777;
  list.push_back({"a symbolic link", good().member(link), "evil/link"});
  list.push_back(
      {"a script of another place", good().console_script("../../sh", "evil:main"), "sh"});
  list.push_back({"other metadata than its name",
                  good().metadata("Metadata-Version: 2.1\nName: "
                                  "good\nVersion: 1.0\n"),
                  "good"});
  list.push_back({"no RECORD", good().without_record(), "RECORD"});
  list.push_back(
      {"the interpreter's place", good().member(member("evil-1.0.data/scripts/python")), "python"});
  return list;
}

TEST_CASE("a hostile wheel is refused by name and changes nothing") {
  AxleRun axle;
  axle.quietly("venv");
  const auto home = snapshot(axle.home());
  for (const HostileWheelCase& hostile : cases()) {
    INFO(hostile.name);
    const auto path = hostile.wheel.write_to(axle.project());
    expect_failure(axle, "pip install --no-index ./" + path.filename().string(), 4,
                   {"evil-1.0-py3-none-any.whl", hostile.member});
    CHECK(difference(home, snapshot(axle.home())) == "");
    CHECK(!std::filesystem::exists(axle.tree() / "outside.py"));
  }
  expect_golden("hostile_wheels", axle);
}

TEST_CASE("one hostile wheel among good ones: none of them is installed") {
  FakeIndex index("[simple]\ngood 1.0 : evil\nfine 1.0\n");
  index.add("simple", good().edit_record([](std::string& text) { text += "ghost.py,,\n"; }),
            "evil");
  AxleRun axle;
  axle.quietly("venv");
  expect_failure(axle, "pip install good fine -i " + index.url(), 4,
                 {"evil-1.0-py3-none-any.whl", "ghost.py"});
  CHECK(axle.quietly("pip freeze").out.empty());
}

TEST_CASE("escape sequences of a wheel reach no terminal") {
  AxleRun axle;
  axle.quietly("venv");
  const auto path = good().member(member("evil/\x1b]0;owned\x07.py")).write_to(axle.project());
  const AxleResult result = axle("pip install --no-index ./" + path.filename().string());
  expect_exit(result, 4);
  CHECK(result.err.find('\x1b') == std::string::npos);
  CHECK(result.err.find('\x07') == std::string::npos);
}

TEST_CASE("JSON tells of a refusal what a program needs") {
  AxleRun axle;
  axle.quietly("venv");
  const auto path = good().member(member("../../outside.py")).write_to(axle.project());
  const AxleResult result = axle("pip install --json --no-index ./" + path.filename().string());
  expect_exit(result, 4);
  for (const char* text : {"\"code\":\"E_WHEEL_PATH\"", "\"exit_code\":4",
                           "\"member\":\"../../outside.py\"", "evil-1.0-py3-none-any.whl"})
    CHECK(result.out.find(text) != std::string::npos);
  expect_golden("hostile_wheel_json", axle);
}

}  // namespace
}  // namespace axle::test
