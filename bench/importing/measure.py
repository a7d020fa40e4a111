#!/usr/bin/env python3
"""How fast is --import, and how much memory does it take? Then the same again, where every line is there already.

    dotnet build AegisAuth.Api -c Release -o /tmp/aegisauth-release
    python3 bench/importing/measure.py /tmp/aegisauth-release [lines, 1000000] [strong|weak]
"""
import os, subprocess, sys, tempfile, threading, time

HERE = os.path.dirname(os.path.abspath(__file__))


def run(build, folder, *arguments):
    """The exit code, the seconds, the seconds of processor, the largest memory in MiB, and what was printed."""
    settings = {"ASPNETCORE_ENVIRONMENT": "Production", "ConnectionStrings__AegisAuth": f"Data Source={folder}/aegisauth.db",
                "Serilog__MinimumLevel__Default": "Warning"}
    started = time.monotonic()
    process = subprocess.Popen(["dotnet", os.path.join(build, "AegisAuth.Api.dll"), *arguments], cwd=folder,
                               env={**os.environ, **settings}, stdout=subprocess.PIPE, text=True)
    text = []
    reader = threading.Thread(target=lambda: text.append(process.stdout.read()))
    reader.start()
    _, status, usage = os.wait4(process.pid, 0)
    reader.join()
    process.stdout.close()
    return (os.waitstatus_to_exitcode(status), time.monotonic() - started, usage.ru_utime + usage.ru_stime,
            usage.ru_maxrss / 1024, text[0].strip())


def main():
    build = os.path.abspath(sys.argv[1])
    count, kind = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000, sys.argv[3] if len(sys.argv) > 3 else "strong"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, f"{HERE}/generate.py", str(count), f"{folder}/users.jsonl", kind], check=True)
        for title, arguments in (("trial run", ["--import", "users.jsonl", "--dry-run"]), ("import", ["--import", "users.jsonl"]),
                                 ("again", ["--import", "users.jsonl"]), ("export", ["--export", "out.jsonl"]),
                                 ("verify", ["--verify-audit"])):
            code, seconds, processor, memory, text = run(build, folder, *arguments)
            print(f"{title:10} exit {code}  {seconds:8.1f} s  {count / seconds:9.0f} lines/s  processor {processor:7.1f} s  "
                  f"memory {memory:5.0f} MiB\n           {text.splitlines()[-1] if text else ''}", flush=True)


main()
