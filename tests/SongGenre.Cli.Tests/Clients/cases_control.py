"""Comms, interruption, damaged messages, restart and shutdown."""
import os
import time
from queue import Empty

from protocol import case, of, plain, same, text_of


@case
def there_are_no_comms(s):
    content = s.ask("comm_info_request", {})["content"]
    same((content["status"], content["comms"]), ("ok", {}))


@case
def an_opened_comm_is_closed_at_once(s):
    request = s.send("comm_open", {"comm_id": "abc", "target_name": "unknown", "data": {}})
    closed = of(s.iopub(request), "comm_close")
    same([c["comm_id"] for c in closed], ["abc"])


def interrupt(s, code, expected_seconds=15):
    request = s.client.execute(code)
    s.iopub(request, until=lambda m: m["msg_type"] == "execute_input")
    time.sleep(0.5)
    start = time.monotonic()
    same(s.ask("interrupt_request", {}, "control")["content"]["status"], "ok")
    reply = s.reply(request)
    took = time.monotonic() - start
    same(reply["content"]["status"], "error")
    assert took < expected_seconds, f"it took {took:.2f} s"
    return reply


@case
def a_busy_loop_is_interrupted_and_the_state_kept(s):
    s.run("var before = 1;")
    interrupt(s, "var during = 2; while (true) { }")
    _, published = s.run("before + during")
    same(plain(published), ["3"])


@case
def a_waiting_cell_is_interrupted(s):
    interrupt(s, "System.Threading.Thread.Sleep(-1);")
    interrupt(s, "await Task.Delay(-1);")
    reply, _ = s.run("1")
    same(reply["content"]["status"], "ok")


@case
def queued_cells_are_aborted_by_an_interrupt(s):
    request = s.client.execute("while (true) { }")
    queued = s.client.execute("2")
    time.sleep(0.5)
    s.ask("interrupt_request", {}, "control")
    same(s.reply(request)["content"]["status"], "error")
    same(s.reply(queued)["content"]["status"], "aborted")


@case
def control_is_answered_while_a_cell_runs(s):
    request = s.client.execute("await Task.Delay(8000);")
    start = time.monotonic()
    s.ask("kernel_info_request", {}, "control")
    took = time.monotonic() - start
    s.reply(request)
    assert took < 7, f"it took {took:.2f} s"


@case
def a_wrong_signature_is_dropped(s):
    key = s.client.session.key
    s.client.session.key = b"another key"
    request = s.send("execute_request", {"code": "var forged = 1;", "silent": False})
    s.client.session.key = key
    try:
        s.reply(request, timeout=1)
        raise AssertionError("it was answered")
    except Empty:
        pass
    reply, _ = s.run("forged")
    same(reply["content"]["status"], "error")


@case
def what_is_no_message_is_dropped(s):
    socket = s.client.shell_channel.socket
    for frames in ([b""], [b"x", b"y"], [b"<IDS|MSG>"], [b"<IDS|MSG>", b"00", b"{", b"{}", b"{}", b"{}"]):
        socket.send_multipart(frames)
    reply, _ = s.run("1")
    same(reply["content"]["status"], "ok")


@case
def an_unknown_message_does_no_harm(s):
    s.send("no_such_request", {"what": 1})
    reply, _ = s.run("1")
    same(reply["content"]["status"], "ok")


@case
def it_listens_on_the_address_of_the_connection_file_alone(s):
    ports = {f"{p:04X}" for p in (s.client.shell_port, s.client.iopub_port, s.client.stdin_port,
                                  s.client.control_port, s.client.hb_port)}
    found = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        if os.path.exists(table):
            with open(table, encoding="ascii") as lines:
                for line in list(lines)[1:]:
                    address, port = line.split()[1].split(":")
                    if line.split()[3] == "0A" and port in ports:
                        found.append((address, port))
    same(sorted(found), sorted(("0100007F", p) for p in ports))


@case
def unicode_comes_back_unharmed(s):
    _, published = s.run('Console.Write("äöü €🎵\\u0000 \\u2028");')
    same(text_of(published, "stdout"), "äöü €🎵\u0000 \u2028")


@case
def ten_megabytes_of_output_arrive(s):
    _, published = s.run('for (var i = 0; i < 100_000; i++) Console.WriteLine(new string(\'x\', 99));', timeout=60)
    same(len(text_of(published, "stdout")), 10_000_000)


@case
def two_clients_see_the_same_cell(s):
    from jupyter_client import BlockingKernelClient
    other = BlockingKernelClient(connection_file=s.manager.connection_file)
    other.load_connection_file()
    other.start_channels()
    other.wait_for_ready(timeout=20)
    request = s.client.execute("20 + 1")
    s.reply(request)
    end = time.monotonic() + 10
    while True:
        message = other.get_iopub_msg(timeout=max(0.01, end - time.monotonic()))
        if message["parent_header"].get("msg_id") == request and message["msg_type"] == "execute_result":
            break
    other.stop_channels()
    same(message["content"]["data"]["text/plain"], "21")


@case
def a_cell_that_blocks_all_threads_is_interrupted(s):
    interrupt(s, "for (var i = 0; i < 1000; i++) Task.Run(() => System.Threading.Thread.Sleep(-1));"
                 " while (true) System.Threading.Thread.Sleep(10);")


@case
def a_restart_forgets_the_state(s):
    s.run("var forgotten = 1;")
    s.manager.restart_kernel()
    s.client.wait_for_ready(timeout=30)
    reply, _ = s.run("forgotten")
    same(reply["content"]["status"], "error")
    reply, _ = s.run("1")
    same(reply["content"]["execution_count"], 2)


@case
def a_shutdown_is_answered_and_the_process_ends(s):
    s.client.execute("while (true) { }")
    time.sleep(0.5)
    content = s.ask("shutdown_request", {"restart": False}, "control")["content"]
    same((content["status"], content["restart"]), ("ok", False))
    end = time.monotonic() + 20
    while s.manager.is_alive() and time.monotonic() < end:
        time.sleep(0.05)
    assert not s.manager.is_alive()
