"""What OpenSSL says of the cases: a check of the material, not of its expectations."""

import calendar
import concurrent.futures
import json
import shutil
import subprocess
import tempfile
import time


def seconds(text):
    return calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ"))


def openssl(folder, data):
    """OpenSSL takes no pool beside the chain, and picks one issuer for each certificate."""
    chain = (folder / "chain.pem").read_text()
    begin = chain.index("-----BEGIN", 5) if chain.count("-----BEGIN") > 1 else len(chain)
    pool = folder / "pool.pem"
    with tempfile.NamedTemporaryFile("w", suffix=".pem") as leaf, \
            tempfile.NamedTemporaryFile("w", suffix=".pem") as others:
        leaf.write(chain[:begin])
        others.write(chain[begin:] + (pool.read_text() if pool.exists() else ""))
        leaf.flush()
        others.flush()
        command = ["openssl", "verify", "-no-CAfile", "-no-CApath", "-no-CAstore", "-CAfile",
                   str(folder / "roots.pem"), "-attime", str(seconds(data["time"])), "-x509_strict"]
        if data["purpose"] != "any":
            command += ["-purpose", "ssl" + data["purpose"]]
        host = data["host"].rstrip(".")
        host = host if host.isascii() else host.encode("idna").decode()
        command += ["-verify_ip" if host[-1].isdigit() or ":" in host else "-verify_hostname", host]
        if others.tell():
            command += ["-untrusted", others.name]
        if data.get("explicit_policy"):
            command += ["-explicit_policy", "-policy_check"]
        for policy in data.get("acceptable_policies", []):
            command += ["-policy", policy]
        for key, flag in (("inhibit_mapping", "-inhibit_map"), ("inhibit_any_policy", "-inhibit_any")):
            command += [flag] if data.get(key) else []
        if (folder / "crl.pem").exists() and not (folder / "ocsp.der").exists() and \
                data.get("require_status"):
            command += ["-CRLfile", str(folder / "crl.pem"), "-crl_check_all"]
        done = subprocess.run(command + [leaf.name], capture_output=True, text=True, check=False)
    words = [line for line in done.stderr.splitlines() if "error" in line.lower()]
    return done.returncode == 0, words[0][:100] if words else ""


def ask(folder):
    if not shutil.which("openssl"):
        print("openssl is not here")
        return 1
    cases = sorted(path.parent for path in folder.glob("*/case.json"))
    whole = [json.loads((each / "case.json").read_text()) for each in cases]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(openssl, cases, whole))
    refused = [(c.name, why) for c, d, (yes, why) in zip(cases, whole, answers)
               if d["expected"] == "valid" and not yes]
    accepted = [c.name for c, d, (yes, _) in zip(cases, whole, answers)
                if d["expected"] == "invalid" and yes]
    print(f"openssl: {len(cases)} cases; refuses {len(refused)} valid ones, accepts {len(accepted)} "
          "invalid ones")
    for name, why in refused:
        print(f"  refuses {name}: {why}")
    for name in accepted:
        print(f"  accepts {name}")
    return 0
