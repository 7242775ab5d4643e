#!/usr/bin/env python3
"""Makes the index of this example: tiny stand-ins for torch and for what it needs, the same bytes every time.

The files are in the repository; run this only to change them.
"""
import base64
import hashlib
import io
import pathlib
import shutil
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent / "index"


def wheel(name, version, modules, requires=(), tag="py3-none-any"):
    info = f"{name}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: {version}\nSummary: a stand-in of axle's quickstart example\n"
    metadata += "".join(f"Requires-Dist: {r}\n" for r in requires)
    files = {
        **modules,
        f"{info}/METADATA": metadata,
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: make_index\nRoot-Is-Purelib: true\nTag: {tag}\n",
    }
    record = ""
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        record += f"{path},sha256={digest},{len(text.encode())}\n"
    files[f"{info}/RECORD"] = record + f"{info}/RECORD,,\n"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, text in files.items():
            entry = zipfile.ZipInfo(path, (2026, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o100644 << 16
            archive.writestr(entry, text)
    return f"{name}-{version}-{tag}.whl", out.getvalue()


def torch(version, accelerator):
    module = f'"""A stand-in for torch."""\n__version__ = "{version}"\n\n\nclass version:\n    cuda = {accelerator!r}\n'
    requires = ["typing-words>=4"] + ([f"nvidia-cublas-stub=={accelerator}.*; sys_platform == 'linux'"] if accelerator else [])
    return wheel("torch", version, {"torch/__init__.py": module}, requires)


INDEX = {
    "simple": [
        wheel("rich_text", "1.0", {"rich_text/__init__.py": 'def hello(text):\n    print(f"* {text} *")\n'}),
        wheel("rich_text", "1.1", {"rich_text/__init__.py": 'def hello(text):\n    print(f"** {text} **")\n'}),
        wheel("typing_words", "4.12", {"typing_words.py": "words = True\n"}),
        wheel("nvidia_cublas_stub", "12.4.5", {"nvidia_cublas_stub/__init__.py": ""}),
    ],
    "whl/cpu": [torch("2.5.1+cpu", None), torch("2.4.0+cpu", None)],
    "whl/cu124": [torch("2.5.1+cu124", "12.4"), torch("2.4.0+cu124", "12.4")],
}

shutil.rmtree(ROOT, ignore_errors=True)
for place, wheels in INDEX.items():
    pages = {}
    for filename, body in wheels:
        project = filename.split("-")[0].replace("_", "-")
        (ROOT / place / project).mkdir(parents=True, exist_ok=True)
        (ROOT / place / project / filename).write_bytes(body)
        link = filename.replace("+", "%2B")
        pages.setdefault(project, []).append(f'<a href="{link}#sha256={hashlib.sha256(body).hexdigest()}">{filename}</a><br>')
    for project, links in pages.items():
        page = "<!DOCTYPE html>\n<html><body>\n" + "\n".join(links) + "\n</body></html>\n"
        (ROOT / place / project / "index.html").write_text(page)
