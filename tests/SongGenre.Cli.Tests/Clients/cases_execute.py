"""What cells put out, ask and leave behind."""
import json
import time

from protocol import case, holds, of, plain, same, state_of, text_of


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
    request = s.client.execute('Console.WriteLine("early"); await Task.Delay(8000);')
    start = time.monotonic()
    s.iopub(request, until=lambda m: m["msg_type"] == "stream")
    early = time.monotonic() - start
    s.iopub(request)
    s.reply(request)
    assert early < 7, f"the text came after {early:.2f} s, with the end of the cell"


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
