"""Completion, inspection, completeness and history."""
from protocol import case, holds, same

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
