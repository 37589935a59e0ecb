#!/usr/bin/env python3
"""check.py MAKE_PAGES FOLDER: writes the pages, fetches playwright-core and axe-core with npm once, and runs
page_test.mjs. Exits with 77 (skipped) where Chromium, node or the packages are missing."""
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
PACKAGES = ("playwright-core@1.65.1", "axe-core@4.14.1")


def skip(why):
    print("skipped:", why)
    sys.exit(77)


def packages(folder):
    modules = folder / "node_modules"
    if all((modules / name.split("@")[0]).is_dir() for name in PACKAGES):
        return
    command = ["npm", "install", "--no-audit", "--no-fund", "--no-save", "--prefix", str(folder), *PACKAGES]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=240, cwd=folder)
    except subprocess.TimeoutExpired:
        skip("npm did not answer")
    if done.returncode != 0:
        skip("npm can't install " + " ".join(PACKAGES) + ":\n" + done.stderr[-1000:])


def main():
    make_pages, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    for name, path in (("chromium", chromium), ("node", shutil.which("node")), ("npm", shutil.which("npm"))):
        if not path:
            skip(name + " is missing")
    folder.mkdir(parents=True, exist_ok=True)
    pages = folder / "pages"
    pages.mkdir(exist_ok=True)
    subprocess.run([make_pages, str(pages)], check=True)
    packages(folder)
    # Beside node_modules: that is where node looks for packages.
    script = folder / "page_test.mjs"
    shutil.copy(HERE / "page_test.mjs", script)
    sys.exit(subprocess.run(["node", str(script), str(pages), chromium, *sys.argv[3:]]).returncode)


if __name__ == "__main__":
    main()
