// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace axle {

/// What the environment's Python runs for a hook: `python -c <this> <request>`, in the source tree
/// (PEP 517, "Build environment"). The request is a JSON file:
///
///   {"backend": "mod:obj", "backend-path": ["/abs"], "hook": "build_wheel",
///    "arguments": ["/abs", {"setting": "value"}], "answer": "/abs"}
///
/// The answer is a JSON file as well: {"value": …}, {"missing": true} if the backend has no such
/// hook, or {"error": {"type": "ModuleNotFoundError", "module": "torch", "text": "…",
/// "importing": true}}, where `importing` says that the backend itself could not be loaded.
inline constexpr std::string_view hook_script = R"(import importlib, json, os, sys, traceback

def main():
    with open(sys.argv.pop(1), encoding="utf-8") as file:
        request = json.load(file)
    if sys.path and sys.path[0] == "":
        del sys.path[0]
    sys.path[:0] = request["backend-path"]
    answer = {}
    importing = True
    try:
        module, _, parts = request["backend"].partition(":")
        backend = importlib.import_module(module)
        if request["backend-path"]:
            found = os.path.realpath(getattr(backend, "__file__", None) or "")
            roots = [os.path.realpath(p) + os.sep for p in request["backend-path"]]
            if not any(found.startswith(root) for root in roots):
                raise ImportError("the backend was not found in backend-path")
        for part in filter(None, parts.split(".")):
            backend = getattr(backend, part)
        importing = False
        hook = getattr(backend, request["hook"], None)
        if hook is None:
            answer["missing"] = True
        else:
            answer["value"] = hook(*request["arguments"])
    except BaseException as error:
        answer = {"error": {"type": type(error).__name__, "module": getattr(error, "name", None),
                            "text": str(error), "importing": importing}}
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    with open(request["answer"], "w", encoding="utf-8") as file:
        json.dump(answer, file, default=str)
    return 1 if "error" in answer else 0

sys.exit(main())
)";

}  // namespace axle
