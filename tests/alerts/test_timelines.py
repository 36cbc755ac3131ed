"""The lifecycle of alerts, told as timelines: one line is one run."""

from datetime import date


def test_a_matter_is_told_when_it_begins_and_when_it_ends(play):
    """
    day   | sees | told       | quiet
    20/11 |      |            |
    20/11 | A    | new:A      |
    20/11 | A    |            |
    21/11 | A    |            |
    22/11 |      | resolved:A |
    22/11 |      |            |
    23/11 |      |            |
    """
    alert = play().alert("A")
    assert (alert.status, alert.since, alert.resolved_on) == ("resolved", date(2026, 11, 20), date(2026, 11, 22))
    assert alert.notices == 1


def test_each_matter_goes_its_own_way(play):
    """
    day   | sees  | told             | quiet
    20/11 | A B   | new:A new:B      |
    21/11 | B C   | resolved:A new:C |
    22/11 | A C   | new:A resolved:B |
    """
    play()


def test_a_matter_that_comes_back_begins_anew(play):
    """
    day   | sees | told       | quiet
    20/11 | A    | new:A      |
    21/11 |      | resolved:A |
    25/11 | A    | new:A      |
    26/11 | A    |            |
    """
    alert = play().alert("A")
    assert (alert.status, alert.since, alert.resolved_on) == ("open", date(2026, 11, 25), None)
    assert alert.notices == 2


def test_a_higher_level_is_told_once(play):
    """
    day   | sees | told    | quiet
    20/11 | A@1  | new:A   |
    21/11 | A@2  | worse:A |
    22/11 | A@2  |         |
    """
    alert = play().alert("A")
    assert alert.notices == 2
    assert alert.last_notice_on == date(2026, 11, 21)


def test_a_level_counts_against_the_last_notice_and_not_against_the_last_run(play):
    """
    day   | sees | told    | quiet
    20/11 | A@5  | new:A   |
    21/11 | A@3  |         |
    22/11 | A@5  |         |
    23/11 | A@6  | worse:A |
    """
    play()


def test_a_higher_severity_is_told_whatever_the_level(play):
    """
    day   | sees | told    | quiet
    20/11 | A@5  | new:A   |
    21/11 | A!@1 | worse:A |
    22/11 | A@9  |         |
    23/11 | A!@2 | worse:A |
    """
    play()


def test_a_rule_that_learns_to_grade_tells_from_then_on_what_gets_worse(play):
    """
    day   | sees | told    | quiet
    20/11 | A    | new:A   |
    21/11 | A@3  |         |
    22/11 | A@4  | worse:A |
    23/11 | A    |         |
    """
    play()


def test_what_was_put_off_is_told_again_on_its_day(play):
    """
    day   | sees | snoozed | told          | quiet
    20/11 | A@1  |         | new:A         |
    21/11 | A@1  | A=24/11 |               | snoozed:A
    22/11 | A@2  | A=24/11 |               | snoozed:A
    22/11 | A@1  | A=24/11 |               | snoozed:A
    24/11 | A@1  | A=24/11 | snooze_over:A |
    24/11 | A@1  | A=24/11 |               |
    25/11 | A@1  | A=24/11 |               |
    """
    assert play().alert("A").notices == 2


def test_what_got_worse_while_put_off_is_told_as_worse_on_its_day(play):
    """
    day   | sees | snoozed | told    | quiet
    20/11 | A@1  |         | new:A   |
    21/11 | A@2  | A=24/11 |         | snoozed:A
    24/11 | A@2  | A=24/11 | worse:A |
    25/11 | A@2  | A=24/11 |         |
    """
    play()


def test_a_day_that_staff_take_back_ends_the_putting_off_without_a_word(play):
    """
    day   | sees | snoozed | told  | quiet
    20/11 | A    |         | new:A |
    21/11 | A    | A=30/11 |       | snoozed:A
    22/11 | A    |         |       |
    """
    assert play().alert("A").snoozed_until is None


def test_what_ends_while_put_off_is_closed_without_a_mail_of_its_own(play):
    """
    day   | sees | snoozed | told  | quiet
    20/11 | A    |         | new:A |
    21/11 | A    | A=30/11 |       | snoozed:A
    22/11 |      | A=30/11 |       | resolved_quietly:A
    23/11 |      | A=30/11 |       |
    """
    assert play().alert("A").status == "resolved"


def test_what_comes_back_while_put_off_is_told_as_new_on_its_day(play):
    """
    day   | sees | snoozed | told       | quiet
    20/11 | A    |         | new:A      |
    21/11 |      |         | resolved:A |
    22/11 | A    | A=24/11 |            | snoozed:A
    24/11 | A    | A=24/11 | new:A      |
    """
    assert play().alert("A").since == date(2026, 11, 22)


def test_nothing_is_called_resolved_because_its_workbook_could_not_be_read(play):
    """
    day   | sees | unread | told       | quiet
    20/11 | A    |        | new:A      |
    21/11 |      | kho    |            |
    22/11 | A    |        |            |
    23/11 |      | khác   | resolved:A |
    """
    play()


def test_nothing_is_called_resolved_because_its_rule_failed(play):
    """
    day   | sees | failed | told       | quiet
    20/11 | A    |        | new:A      |
    21/11 |      | INV301 |            |
    22/11 |      | FIN101 | resolved:A |
    """
    play()


def test_what_was_put_off_stays_so_while_its_workbook_cannot_be_read(play):
    """
    day   | sees | snoozed | unread | told  | quiet
    20/11 | A    |         |        | new:A |
    21/11 | A    | A=30/11 |        |       | snoozed:A
    22/11 | A    |         | kho    |       | snoozed:A
    23/11 |      |         | kho    |       |
    """
    assert play().alert("A").snoozed_until == date(2026, 11, 30)


def test_a_rule_that_waits_tells_only_what_stays(play):
    """
    day   | sees | told       | quiet
    20/11 | A~3  |            | waiting:A
    21/11 | A~3  |            | waiting:A
    22/11 | A~3  | new:A      |
    23/11 | A~3  |            |
    24/11 |      | resolved:A |
    """
    assert play().alert("A").since == date(2026, 11, 22)


def test_a_rule_that_waits_counts_runs_of_one_day_once(play):
    """
    day   | sees | told  | quiet
    20/11 | A~2  |       | waiting:A
    20/11 | A~2  |       | waiting:A
    20/11 | A~2  |       | waiting:A
    21/11 | A~2  | new:A |
    """
    play()


def test_a_rule_that_waits_counts_from_the_start_after_a_gap(play):
    """
    day   | sees | told | quiet
    20/11 | A~2  |      | waiting:A
    21/11 |      |      | passed:A
    22/11 | A~2  |      | waiting:A
    23/11 |      |      | passed:A
    24/11 |      |      |
    """
    alert = play().alert("A")
    assert alert.status == "waiting"
    assert not alert.listed


def test_a_rule_that_waits_is_not_put_back_by_a_workbook_that_cannot_be_read(play):
    """
    day   | sees | unread | told  | quiet
    20/11 | A~2  |        |       | waiting:A
    21/11 |      | kho    |       |
    22/11 | A~2  |        | new:A |
    """
    play()


def test_a_rule_that_waits_waits_again_after_the_end(play):
    """
    day   | sees | told       | quiet
    20/11 | A~2  |            | waiting:A
    21/11 | A~2  | new:A      |
    22/11 |      | resolved:A |
    23/11 | A~2  |            | waiting:A
    24/11 |      |            | passed:A
    25/11 | A~2  |            | waiting:A
    26/11 | A~2  | new:A      |
    """
    assert play().alert("A").listed


def test_a_first_run_on_old_books_tells_of_nothing_one_by_one_and_of_all_that_follows(play):
    """
    day   | sees  | baseline | told                  | quiet
    20/11 | A B@1 | yes      | baseline:A baseline:B |
    20/11 | A B@1 |          |                       |
    21/11 | A B@2 |          | worse:B               |
    22/11 | B@2 C |          | resolved:A new:C      |
    """
    assert play().alert("A").notices == 0


def test_a_graver_step_takes_the_place_of_the_one_before_it(play):
    """
    day   | sees       | told                  | quiet
    20/11 | A/FIN702   | new:A                 |
    21/11 | A!/FIN703  | new:A                 | replaced:A
    22/11 | A!/FIN703  |                       |
    23/11 | A/FIN702   | new:A resolved:A      |
    """
    play()


def test_a_graver_matter_of_another_kind_takes_no_place(play):
    """
    day   | sees       | told             | quiet
    20/11 | A/FIN702   | new:A            |
    21/11 | A!/FIN101  | new:A resolved:A |
    """
    play()


def test_a_matter_that_is_no_graver_takes_no_place(play):
    """
    day   | sees       | told             | quiet
    20/11 | A!/FIN501  | new:A            |
    21/11 | A!/FIN502  | new:A resolved:A |
    """
    play()
