"""Speaks to an installed C# kernel through Debian's jupyter_client, one case after the other.

Usage: protocol_cases.py KERNEL_NAME [CASE...]
Prints a JSON object a case: {"case": ..., "ok": ..., "why": ...}. `--list` prints the names alone.
What each case expects stands in the messaging specification, version 5.4.
"""
import json
import sys
import traceback

import protocol
import cases_execute  # noqa: F401 - each adds its cases, in this order
import cases_ask  # noqa: F401
import cases_control  # noqa: F401


def main():
    if "--list" in sys.argv:
        print("\n".join(c.__name__ for c in protocol.CASES))
        return
    chosen = set(sys.argv[2:])
    session = None
    for function in protocol.CASES:
        if chosen and function.__name__ not in chosen:
            continue
        try:
            if session is None:
                session = protocol.Session(sys.argv[1])
            function(session)
            why = None
        except BaseException as failure:
            why = f"{type(failure).__name__}: {failure}\n{traceback.format_exc(limit=-3)}"
        print(json.dumps({"case": function.__name__, "ok": why is None, "why": why}), flush=True)
        # What a failure left in the channels is not the next case's.
        if why is not None and session is not None:
            session.close()
            session = None
    if session is not None:
        session.close()


if __name__ == "__main__":
    main()
