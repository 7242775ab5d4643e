"""Used by mutate.sh: COPY ROOM COUNT SEED PROGRAM..."""

import pathlib
import random
import re
import subprocess
import sys

copy, room, count, seed, *programs = sys.argv[1:]
build = pathlib.Path(copy, "build/quick")
limit = 120  # seconds for the tests of one change: a loop without end is noticed too

# What is looked for, and what stands in its place.
CHANGES = [
    (r"==", "!="), (r"!=", "=="), (r" < ", " <= "), (r" > ", " >= "), (r" <= ", " < "), (r" >= ", " > "),
    (r"&&", "||"), (r"\|\|", "&&"), (r"\btrue\b", "false"), (r"\bfalse\b", "true"), (r" \+ ", " - "), (r" - ", " + "),
    (r"if \(!", "if ("), (r"\bcontinue;", "break;"), (r"\b0\b", "1"), (r"\b1\b", "2"),
]
STATEMENT = re.compile(r"^\s+[a-z_.]+(\.|->)[a-z_]+\(.*\);$|^\s+\+\+[a-z_]+;$")  # may be left out


def changes_of(line):
    code = line.split("//")[0]
    if not code.strip() or code.lstrip().startswith(("#", "///", "template", "static_assert")):
        return []
    found = []
    for pattern, other in CHANGES:
        for match in re.finditer(pattern, code):
            if code[: match.start()].count('"') % 2 == 0:  # not within a text
                found.append(code[: match.start()] + other + code[match.end():])
    if STATEMENT.match(code):
        found.append("")
    return found


def lines_of_this_system(text):
    """The numbered lines without the branches of other systems, which are not compiled here."""
    is_elsewhere = False
    for number, line in enumerate(text.splitlines()):
        if re.match(r"#\s*(if|elif|else|endif)", line):
            is_negated = "!defined" in line or "ifndef" in line
            is_elsewhere = "__APPLE__" in line and (sys.platform == "darwin") == is_negated
        elif not is_elsewhere:
            yield number, line


def is_noticed():
    for program in programs:
        path = next(build.glob(f"tests/**/{program}"))
        try:
            done = subprocess.run([path], cwd=path.parent, capture_output=True, timeout=limit, check=False)
        except subprocess.TimeoutExpired:
            return True
        if done.returncode != 0:
            return True
    return False


random.seed(int(seed))
places = []
for file in sorted(pathlib.Path(copy, "src", room).rglob("*.cpp")):
    for number, line in lines_of_this_system(file.read_text()):
        places += [(file, number, changed) for changed in changes_of(line)]
random.shuffle(places)

tried, survivors = 0, []
for file, number, changed in places:
    if tried == int(count):
        break
    text = file.read_text()
    lines = text.splitlines()
    was, lines[number] = lines[number], changed
    file.write_text("\n".join(lines) + "\n")
    made = subprocess.run(["cmake", "--build", build, "--target", *programs], capture_output=True, check=False)
    if made.returncode == 0:
        tried += 1
        if not is_noticed():
            name = file.relative_to(copy)
            survivors.append(f"{name}:{number + 1}: `{was.strip()}` may be `{changed.strip()}`")
            print(survivors[-1], flush=True)
    file.write_text(text)

print(f"{room}: {tried - len(survivors)} of {tried} changes were noticed")
