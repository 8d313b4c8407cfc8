"""Runs notebooks in place, cell by cell, with nothing but jupyter_client.

Usage: run_notebooks.py KERNEL_NAME NOTEBOOK...
Exits with 1 at the first cell that does not end well.
"""
import sys

import nbformat
from jupyter_client.manager import start_new_kernel

KINDS = ("stream", "display_data", "execute_result", "error")


def run(kernel_name, file):
    notebook = nbformat.read(file, as_version=4)
    manager, client = start_new_kernel(kernel_name=kernel_name, startup_timeout=60)
    try:
        for number, cell in enumerate(notebook.cells, 1):
            if cell.cell_type != "code":
                continue
            outputs = []

            def take(message):
                if message["msg_type"] in KINDS:
                    outputs.append(nbformat.v4.output_from_msg(message))

            reply = client.execute_interactive(cell.source, timeout=600, allow_stdin=False, output_hook=take)
            if reply["content"]["status"] != "ok":
                sys.exit(f"{file}, cell {number}: {reply['content']}")
            cell.execution_count = reply["content"]["execution_count"]
            cell.outputs = merged(outputs)
    finally:
        client.stop_channels()
        manager.shutdown_kernel()
    nbformat.write(notebook, file)


def merged(outputs):
    """Adjacent pieces of one stream are one output."""
    result = []
    for output in outputs:
        last = result[-1] if result else None
        if last and output.output_type == last.output_type == "stream" and output.name == last.name:
            last.text += output.text
        else:
            result.append(output)
    return result


for name in sys.argv[2:]:
    run(sys.argv[1], name)
