"""Speaks to an installed C# kernel through Debian's jupyter_client, one case after the other.

Usage: protocol_cases.py KERNEL_NAME [CASE...]
Prints a JSON object a case: {"case": ..., "ok": ..., "why": ...}. `--list` prints the names alone.
What each case expects stands in the messaging specification, version 5.4.
"""
import json
import os
import sys
import time
import traceback
from queue import Empty

CASES = []


def case(function):
    CASES.append(function)
    return function


class Session:
    """A kernel and a client, and what one request brought back."""

    def __init__(self, name):
        from jupyter_client.manager import start_new_kernel
        self.name = name
        self.manager, self.client = start_new_kernel(kernel_name=name, startup_timeout=30)

    def close(self):
        self.client.stop_channels()
        if self.manager.is_alive():
            self.manager.shutdown_kernel(now=True)

    def reply(self, request, timeout=20, channel="shell"):
        end = time.monotonic() + timeout
        while True:
            message = getattr(self.client, f"get_{channel}_msg")(timeout=max(0.01, end - time.monotonic()))
            if message["parent_header"].get("msg_id") == request:
                return message

    def iopub(self, request, timeout=20, until=lambda m: state_of(m) == "idle"):
        """The iopub messages of one request, up to its idle status."""
        got = []
        end = time.monotonic() + timeout
        while True:
            message = self.client.get_iopub_msg(timeout=max(0.01, end - time.monotonic()))
            if message["parent_header"].get("msg_id") != request:
                continue
            got.append(message)
            if until(message):
                return got

    def run(self, code, timeout=20, **options):
        request = self.client.execute(code, **options)
        published = self.iopub(request, timeout)
        return self.reply(request, timeout), published

    def send(self, kind, content, channel="shell"):
        message = self.client.session.msg(kind, content)
        getattr(self.client, channel + "_channel").send(message)
        return message["header"]["msg_id"]

    def ask(self, kind, content, channel="shell"):
        return self.reply(self.send(kind, content, channel), channel=channel)


def state_of(message):
    return message["content"].get("execution_state") if message["msg_type"] == "status" else None


def of(messages, kind):
    return [m["content"] for m in messages if m["msg_type"] == kind]


def text_of(messages, stream):
    return "".join(c["text"] for c in of(messages, "stream") if c["name"] == stream)


def plain(messages):
    return [c["data"]["text/plain"] for c in of(messages, "execute_result")]


def same(actual, expected):
    assert actual == expected, f"expected {expected!r}, got {actual!r}"


def holds(text, part):
    assert part in text, f"{part!r} is not in {text!r}"


@case
def kernel_info_names_protocol_and_language(s):
    content = s.ask("kernel_info_request", {})["content"]
    same(content["status"], "ok")
    same(content["protocol_version"][:2], "5.")
    same((content["language_info"]["name"], content["language_info"]["file_extension"]), ("csharp", ".cs"))
    same(content["language_info"]["mimetype"], "text/x-csharp")
    assert content["implementation"] and content["banner"]


@case
def kernel_info_is_answered_on_the_control_channel(s):
    same(s.ask("kernel_info_request", {}, "control")["content"]["status"], "ok")


@case
def the_heart_beats(s):
    s.client.hb_channel.unpause()
    time.sleep(1.5)
    assert s.client.hb_channel.is_beating()


@case
def connect_request_gives_the_ports(s):
    content = s.ask("connect_request", {})["content"]
    same(content["shell_port"], s.client.shell_port)
    same(content["iopub_port"], s.client.iopub_port)


@case
def the_last_expression_is_the_result(s):
    reply, published = s.run("20 + 22")
    same(reply["content"]["status"], "ok")
    same(plain(published), ["42"])


@case
def the_input_is_broadcast_with_its_count(s):
    reply, published = s.run("var broadcast = 1;")
    [given] = of(published, "execute_input")
    same(given["code"], "var broadcast = 1;")
    same(given["execution_count"], reply["content"]["execution_count"])


@case
def every_request_is_busy_then_idle(s):
    request = s.client.kernel_info()
    same([state_of(m) for m in s.iopub(request)], ["busy", "idle"])
    request = s.client.execute("1")
    states = [state_of(m) for m in s.iopub(request)]
    same((states[0], states[-1]), ("busy", "idle"))


@case
def variables_stay(s):
    s.run("var kept = 7;")
    _, published = s.run("kept * 6")
    same(plain(published), ["42"])


@case
def standard_output_and_error_are_streams(s):
    _, published = s.run('Console.WriteLine("to out"); Console.Error.WriteLine("to err");')
    same(text_of(published, "stdout"), "to out\n")
    same(text_of(published, "stderr"), "to err\n")


@case
def text_arrives_while_the_cell_still_runs(s):
    request = s.client.execute('Console.WriteLine("early"); await Task.Delay(2000);')
    start = time.monotonic()
    s.iopub(request, until=lambda m: m["msg_type"] == "stream")
    early = time.monotonic() - start
    s.iopub(request)
    s.reply(request)
    assert early < 1.5, f"the text came after {early:.2f} s, with the end of the cell"


@case
def html_is_displayed(s):
    _, published = s.run('display(HTML("<b>bold</b>"));')
    [shown] = of(published, "display_data")
    same(shown["data"]["text/html"], "<b>bold</b>")


@case
def a_display_is_updated_under_its_id(s):
    _, published = s.run('var shown = display("first"); shown.Update("second");')
    [first] = of(published, "display_data")
    [second] = of(published, "update_display_data")
    assert first["transient"]["display_id"], first
    same(second["transient"]["display_id"], first["transient"]["display_id"])
    same(second["data"]["text/plain"], "second")


@case
def a_later_cell_updates_an_earlier_display(s):
    _, published = s.run('var later = display("before");')
    [first] = of(published, "display_data")
    _, published = s.run('later.Update("after");')
    [second] = of(published, "update_display_data")
    same(second["transient"]["display_id"], first["transient"]["display_id"])


@case
def outputs_are_cleared(s):
    _, published = s.run('display("old"); ClearOutput(wait: true); display("new");')
    same([c["wait"] for c in of(published, "clear_output")], [True])


@case
def an_exception_is_an_error_with_cell_and_line(s):
    reply, published = s.run('var a = 1;\nthrow new InvalidOperationException("broken on purpose");')
    same(reply["content"]["status"], "error")
    [error] = of(published, "error")
    holds(error["ename"], "InvalidOperationException")
    same(error["evalue"], "broken on purpose")
    holds("\n".join(error["traceback"]), "line 2")
    same(reply["content"]["ename"], error["ename"])


@case
def code_that_does_not_compile_is_an_error_with_its_line(s):
    reply, published = s.run("var b = 1;\nint c = \"text\";")
    same(reply["content"]["status"], "error")
    [error] = of(published, "error")
    holds("\n".join(error["traceback"]), "CS0029")
    holds("\n".join(error["traceback"]), "line 2")


@case
def silent_code_leaves_no_trace(s):
    before, _ = s.run("1")
    reply, published = s.run("var silently = 3;", silent=True)
    same(reply["content"]["status"], "ok")
    same(of(published, "execute_input") + of(published, "execute_result"), [])
    after, published = s.run("silently")
    same(plain(published), ["3"])
    same(after["content"]["execution_count"], before["content"]["execution_count"] + 1)


@case
def without_history_the_count_stays(s):
    before, _ = s.run("1")
    s.run("2", store_history=False)
    after, _ = s.run("3")
    same(after["content"]["execution_count"], before["content"]["execution_count"] + 1)


@case
def user_expressions_are_evaluated(s):
    s.run("var six = 6;")
    reply, _ = s.run("", user_expressions={"good": "six * 7", "bad": "no_such_name"})
    expressions = reply["content"]["user_expressions"]
    same(expressions["good"]["status"], "ok")
    same(expressions["good"]["data"]["text/plain"], "42")
    same(expressions["bad"]["status"], "error")


@case
def queued_cells_are_aborted_after_an_error(s):
    failing = s.client.execute('await Task.Delay(300); throw new Exception("first");')
    queued = s.client.execute("var aborted = 1;")
    same(s.reply(failing)["content"]["status"], "error")
    same(s.reply(queued)["content"]["status"], "aborted")
    reply, _ = s.run("1")
    same(reply["content"]["status"], "ok")


@case
def queued_cells_run_when_errors_do_not_stop(s):
    failing = s.client.execute('await Task.Delay(300); throw new Exception("first");', stop_on_error=False)
    queued = s.client.execute("2 + 2")
    same(s.reply(failing)["content"]["status"], "error")
    same(s.reply(queued)["content"]["status"], "ok")


def answer(s, code, text):
    request = s.client.execute(code, allow_stdin=True)
    asked = s.client.get_stdin_msg(timeout=20)
    same(asked["parent_header"]["msg_id"], request)
    s.client.input(text)
    return asked["content"], s.iopub(request)


@case
def a_cell_asks_for_a_line(s):
    asked, published = answer(s, 'var name = await GetInputAsync("Your name? "); Console.Write("hello " + name);', "Ada")
    same((asked["prompt"], asked["password"]), ("Your name? ", False))
    same(text_of(published, "stdout"), "hello Ada")


@case
def the_console_is_read_from_the_front_end(s):
    asked, published = answer(s, 'Console.Write(Console.ReadLine() + "!");', "line")
    same(asked["password"], False)
    same(text_of(published, "stdout"), "line!")


@case
def a_cell_asks_for_a_password(s):
    asked, published = answer(s, 'var word = await GetPasswordAsync("Key: "); Console.Write($"{word}".Length);', "secret")
    same((asked["prompt"], asked["password"]), ("Key: ", True))
    assert "secret" not in json.dumps([m["content"] for m in published])


@case
def a_question_is_refused_where_nobody_can_answer(s):
    reply, _ = s.run("Console.ReadLine()", allow_stdin=False)
    same(reply["content"]["status"], "error")


def complete(s, code, cursor=None):
    content = s.ask("complete_request", {"code": code, "cursor_pos": len(code) if cursor is None else cursor})["content"]
    same(content["status"], "ok")
    return content


@case
def members_are_completed(s):
    content = complete(s, "Console.WriteL")
    holds(content["matches"], "WriteLine")
    same((content["cursor_start"], content["cursor_end"]), (8, 14))


@case
def names_of_earlier_cells_are_completed(s):
    s.run('var temperatureInside = 20; int Doubled(int x) => 2 * x;')
    holds(complete(s, "temperatureIn")["matches"], "temperatureInside")
    holds(complete(s, "Doub")["matches"], "Doubled")


@case
def the_cursor_counts_characters_not_code_units(s):
    code = 'var x = "🎵🎵"; Console.WriteL'
    content = complete(s, code)
    holds(content["matches"], "WriteLine")
    same((content["cursor_start"], content["cursor_end"]), (len(code) - 6, len(code)))


def inspect(s, code, cursor, level=0):
    content = s.ask("inspect_request", {"code": code, "cursor_pos": cursor, "detail_level": level})["content"]
    same(content["status"], "ok")
    return content


@case
def a_method_is_inspected_with_its_documentation(s):
    content = inspect(s, "Math.Sqrt(2)", 7)
    assert content["found"]
    holds(content["data"]["text/plain"], "double Math.Sqrt(double")
    holds(content["data"]["text/plain"], "square root")


@case
def nothing_is_found_where_nothing_is(s):
    same(inspect(s, "   ", 1)["found"], False)


@case
def complete_code_is_complete(s):
    same(s.ask("is_complete_request", {"code": "var x = 1;"})["content"]["status"], "complete")


@case
def incomplete_code_names_the_indent(s):
    content = s.ask("is_complete_request", {"code": "if (true)\n{"})["content"]
    same((content["status"], content["indent"]), ("incomplete", "    "))


@case
def wrong_code_is_invalid(s):
    same(s.ask("is_complete_request", {"code": "var = ;"})["content"]["status"], "invalid")


@case
def the_history_ends_with_the_last_cells(s):
    s.run("var historic = 1;")
    s.run("historic + 1")
    content = s.ask("history_request", {
        "output": False, "raw": True, "hist_access_type": "tail", "n": 2})["content"]
    same([entry[2] for entry in content["history"]], ["var historic = 1;", "historic + 1"])


@case
def the_history_is_searched_by_pattern(s):
    s.run("var searchedFor = 1;")
    content = s.ask("history_request", {
        "output": False, "raw": True, "hist_access_type": "search", "pattern": "*searchedFor*", "n": 5,
        "unique": True})["content"]
    same([entry[2] for entry in content["history"]], ["var searchedFor = 1;"])


@case
def a_range_of_this_session_is_given(s):
    first, _ = s.run("var ranged = 1;")
    number = first["content"]["execution_count"]
    content = s.ask("history_request", {
        "output": False, "raw": True, "hist_access_type": "range", "session": 0, "start": number,
        "stop": number + 1})["content"]
    same([entry[1:] for entry in content["history"]], [[number, "var ranged = 1;"]])


@case
def there_are_no_comms(s):
    content = s.ask("comm_info_request", {})["content"]
    same((content["status"], content["comms"]), ("ok", {}))


@case
def an_opened_comm_is_closed_at_once(s):
    request = s.send("comm_open", {"comm_id": "abc", "target_name": "unknown", "data": {}})
    closed = of(s.iopub(request), "comm_close")
    same([c["comm_id"] for c in closed], ["abc"])


def interrupt(s, code, expected_seconds=1.0):
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
    request = s.client.execute("await Task.Delay(2000);")
    start = time.monotonic()
    s.ask("kernel_info_request", {}, "control")
    took = time.monotonic() - start
    s.reply(request)
    assert took < 1, f"it took {took:.2f} s"


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
    end = time.monotonic() + 5
    while s.manager.is_alive() and time.monotonic() < end:
        time.sleep(0.05)
    assert not s.manager.is_alive()


def main():
    if "--list" in sys.argv:
        print("\n".join(c.__name__ for c in CASES))
        return
    chosen = set(sys.argv[2:])
    session = None
    for function in CASES:
        if chosen and function.__name__ not in chosen:
            continue
        try:
            if session is None:
                session = Session(sys.argv[1])
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
