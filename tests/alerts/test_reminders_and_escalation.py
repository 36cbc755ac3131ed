"""Who is mailed what on which day: reminders, escalation, putting off, and what comes and goes.

Each table is a calendar that a bookkeeper can read: the day of a run, what the sheet says (A is an item that runs
short), what the storekeeper (kho) and the manager (boss) are mailed, and why.
"""

from datetime import date


def test_one_matter_from_its_beginning_to_its_end(post):
    """
    remind = every 7 days
    escalate_after = 3 working days
    escalate_to = boss

    day       | sees | kho         | boss        | why
    Fri 13/11 | A    | new A       | -           | A runs short
    Sat 14/11 | A    | -           | -           | nothing new
    Mon 16/11 | A    | -           | -           | first working day
    Tue 17/11 | A    | -           | -           | second working day
    Wed 18/11 | A    | escalated A | escalated A | third working day: the manager is told too, once
    Thu 19/11 | A    | -           | -           | they were told yesterday
    Wed 25/11 | A    | reminder A  | reminder A  | seven days after they were last told
    Fri 27/11 |      | resolved A  | resolved A  | A was ordered: both are told, once
    Sat 28/11 |      | -           | -           | and never again
    """
    assert post().alert("A").notices == 3


def test_what_is_settled_in_time_never_reaches_the_manager(post):
    """
    escalate_after = 3 working days
    escalate_to = boss

    day       | sees | kho         | boss        | why
    Fri 13/11 | A B  | new A B     | -           |
    Tue 17/11 | A    | resolved B  | -           | B was settled on the second working day
    Wed 18/11 | A    | escalated A | escalated A | A was not
    Thu 19/11 | A C  | new C       | -           | what is new is the storekeeper's alone
    Fri 20/11 | C    | resolved A  | resolved A  | of A the manager was told, of its end too
    """
    post()


def test_working_days_leave_out_weekends_and_holidays(post):
    """
    escalate_after = 2 working days
    escalate_to = boss

    day       | sees | kho         | boss        | why
    Wed 29/4  | A    | new A       | -           |
    Thu 30/4  | A    | -           | -           | Liberation Day
    Fri 1/5   | A    | -           | -           | Labour Day
    Mon 4/5   | A    | -           | -           | first working day
    Tue 5/5   | A    | escalated A | escalated A | second
    """
    post()


def test_a_day_without_a_run_is_made_up_by_the_next_run(post):
    """
    remind = every 7 days
    escalate_after = 3 working days
    escalate_to = boss

    day       | sees | kho         | boss        | why
    Fri 13/11 | A    | new A       | -           |
    Mon 23/11 | A    | escalated A | escalated A | the computer was off since the 13th: one mail, the graver reason
    Mon 30/11 | A    | reminder A  | reminder A  | seven days later
    """
    post()


def test_what_gets_worse_every_day_reaches_the_manager_all_the_same(post):
    """
    escalate_after = 3 working days
    escalate_to = boss

    day       | sees | kho         | boss        | why
    Fri 13/11 | A@1  | new A       | -           |
    Mon 16/11 | A@2  | worse A     | -           |
    Tue 17/11 | A@3  | worse A     | -           |
    Wed 18/11 | A@4  | escalated A | escalated A | told on the 13th, and still not settled
    Wed 18/11 | A@4  | -           | -           | the run repeated tells nothing
    Thu 19/11 | A@5  | worse A     | worse A     | the manager follows it now
    """
    post()


def test_reminders_on_a_weekday_come_together(post):
    """
    remind = on monday

    day       | sees  | kho          | why
    Wed 11/11 | A     | new A        |
    Fri 13/11 | A B   | new B        |
    Sat 14/11 | A B   | -            |
    Mon 16/11 | A B C | new C, reminder A B | one mail: C is new today and needs no reminder
    Tue 17/11 | A B C | -            |
    Mon 23/11 | A   C | reminder A C, resolved B | in one mail
    """
    post()


def test_a_reminder_says_so_again_each_time_it_is_due(post):
    """
    remind = every 3 days

    day       | sees | kho        | why
    Fri 13/11 | A    | new A      |
    Sun 15/11 | A    | -          |
    Mon 16/11 | A    | reminder A |
    Mon 16/11 | A    | -          | the run repeated
    Wed 18/11 | A@2  | -          | a rule that has learnt to grade
    Thu 19/11 | A@2  | reminder A |
    Fri 20/11 | A@3  | worse A    | a notice of another kind: the three days begin anew
    Sun 22/11 | A@3  | -          |
    Mon 23/11 | A@3  | reminder A |
    """
    assert post().alert("A").notices == 5


def test_nobody_is_reminded_of_what_is_put_off_and_the_count_begins_anew(post):
    """
    remind = every 3 days
    escalate_after = 3 working days
    escalate_to = boss

    day       | sees | snoozed | kho           | boss        | why
    Fri 13/11 | A    |         | new A         | -           |
    Mon 16/11 | A    | A=23/11 | -             | -           | put off to the 23rd in the alerts tab
    Wed 18/11 | A    | A=23/11 | -             | -           | no escalation: somebody has taken it on
    Mon 23/11 | A    | A=23/11 | snooze_over A | -           | the day has come
    Wed 25/11 | A    | A=23/11 | -             | -           | the 24th is a holiday, so the first working day
    Thu 26/11 | A    | A=23/11 | reminder A    | -           | three days
    Fri 27/11 | A    | A=23/11 | escalated A   | escalated A | third working day
    """
    post()


def test_what_is_put_off_after_the_manager_was_told_is_quiet_for_both(post):
    """
    escalate_after = 1 working day
    escalate_to = boss

    day       | sees | snoozed | kho           | boss          | why
    Mon 16/11 | A    |         | new A         | -             |
    Tue 17/11 | A    |         | escalated A   | escalated A   |
    Wed 18/11 | A    | A=20/11 | -             | -             |
    Fri 20/11 | A    | A=20/11 | snooze_over A | snooze_over A |
    Mon 23/11 | A    | A=20/11 | -             | -             | it is escalated once
    Wed 25/11 |      |         | resolved A    | resolved A    |
    """
    post()


def test_a_day_taken_back_ends_the_putting_off_without_a_word(post):
    """
    remind = every 3 days
    escalate_after = 2 working days
    escalate_to = boss

    day       | sees | snoozed | kho         | boss        | why
    Mon 2/11  | A    |         | new A       | -           |
    Tue 3/11  | A    | A=30/11 | -           | -           |
    Tue 10/11 | A    |         | -           | -           | the date was deleted: nothing is overdue on that day
    Thu 12/11 | A    |         | escalated A | escalated A | two working days later
    """
    post()


def test_what_comes_back_later_is_new_and_the_manager_is_told_anew(post):
    """
    escalate_after = 1 working day
    escalate_to = boss

    day       | sees | kho         | boss        | why
    Mon 9/11  | A    | new A       | -           |
    Tue 10/11 | A    | escalated A | escalated A |
    Wed 11/11 |      | resolved A  | resolved A  |
    Mon 16/11 | A    | new A       | -           | a new beginning
    Tue 17/11 | A    | escalated A | escalated A |
    """
    post()


def test_old_books_are_neither_reminded_of_nor_escalated_until_they_get_worse(play):
    """
    remind = every 3 days
    escalate_after = 2 working days
    escalate_to = boss

    day   | sees  | baseline | told                  | quiet
    9/11  | A@1 B | yes      | baseline:A baseline:B |
    12/11 | A@1 B |          |                       |
    16/11 | A@2 B |          | worse:A               |
    18/11 | A@2 B |          | escalated:A           |
    21/11 | A@2 B |          | reminder:A            |
    """
    play()


def test_nothing_is_said_of_what_could_not_be_looked_at(play):
    """
    remind = every 3 days
    escalate_after = 2 working days
    escalate_to = boss

    day   | sees | unread | told        | quiet
    9/11  | A    |        | new:A       |
    12/11 |      | kho    |             |
    13/11 | A    |        | escalated:A |
    """
    play()


def test_the_settings_make_a_rule_wait(play):
    """
    INV301 = 3

    day   | sees | told  | quiet
    9/11  | A B  |       | waiting:A waiting:B
    9/11  | A B  |       | waiting:A waiting:B
    10/11 | A    |       | waiting:A passed:B
    11/11 | A B  | new:A | waiting:B
    """
    play()


def test_the_settings_make_a_rule_tell_at_once_that_waits_by_itself(play):
    """
    INV301 = 1

    day  | sees | told  | quiet
    9/11 | A~3  | new:A |
    """
    play()


def test_what_is_urgent_is_told_at_once_whatever_waits(play):
    """
    INV301 = 3

    day  | sees   | told  | quiet
    9/11 | A^ B~3 | new:A | waiting:B
    """
    play()


def test_what_waits_in_old_books_is_summed_up_when_its_wait_is_over(play):
    """
    INV301 = 2

    day   | sees | baseline | told                  | quiet
    9/11  | A B  | yes      |                       | waiting:A waiting:B
    10/11 | A B  |          | baseline:A baseline:B |
    11/11 | A B C |         |                       | waiting:C
    12/11 | A B C |         | new:C                 |
    """
    play()


# What comes and goes


def test_what_flaps_ten_times_in_an_hour_sends_two_mails(post):
    """
    day       | sees | kho        | why
    Mon 16/11 | A    | new A      | 09:00
    Mon 16/11 |      | resolved A | 09:06
    Mon 16/11 | A    | -          | 09:12, back right after it had gone: held back
    Mon 16/11 |      | -          | 09:18
    Mon 16/11 | A    | -          | 09:24
    Mon 16/11 |      | -          | 09:30
    Mon 16/11 | A    | -          | 09:36
    Mon 16/11 |      | -          | 09:42
    Mon 16/11 | A    | -          | 09:48
    Mon 16/11 |      | -          | 09:54, and it stays away: they were told so at 09:06
    Tue 17/11 |      | -          |
    """
    assert post().alert("A").returns == 4


def test_what_stays_after_flapping_is_told_on_the_next_day(post):
    """
    day       | sees | kho        | why
    Mon 16/11 | A    | new A      |
    Mon 16/11 |      | resolved A |
    Mon 16/11 | A    | -          | held back
    Mon 16/11 | A    | -          | still the same day
    Tue 17/11 | A    | new A      | it stayed over night
    Tue 17/11 | A    | -          |
    Wed 18/11 |      | resolved A | told once, since its return was told
    """
    post()


def test_flapping_over_midnight_sends_two_mails_too(post):
    """
    day       | sees | kho        | why
    Mon 30/11 | A    | new A      | 23:40
    Mon 30/11 |      | resolved A | 23:46
    Tue 1/12  | A    | -          | 00:02, a new day and a new month, but it came and went within one day
    Tue 1/12  |      | -          |
    Tue 1/12  | A    | -          |
    Tue 1/12  |      | -          |
    """
    post()


def test_a_mistake_of_another_day_is_no_flapping(post):
    """
    day       | sees | kho        | why
    Mon 16/11 | A    | new A      |
    Tue 17/11 |      | resolved A |
    Wed 18/11 | A    | new A      | daily runs: each change is told
    Thu 19/11 |      | resolved A |
    """
    post()


def test_a_budget_line_that_flaps_between_two_steps_sends_two_mails(play):
    """
    day   | sees      | told       | quiet
    16/11 | A/FIN702  | new:A      |
    16/11 | A!/FIN703 | new:A      | replaced:A
    16/11 | A/FIN702  |            | flapping:A replaced:A
    16/11 | A!/FIN703 |            | flapping:A replaced:A
    16/11 | A/FIN702  |            | flapping:A replaced:A
    17/11 | A/FIN702  |            |
    18/11 |           | resolved:A |
    """
    play()


def test_an_urgent_matter_that_flaps_ten_times_in_an_hour_sends_two_mails_too(post):
    """
    day       | sees | kho        | why
    Mon 16/11 | A^   | new A      | 09:00, told at once
    Mon 16/11 |      | -          | 09:06, gone: good news that may not last waits
    Mon 16/11 | A^   | -          | 09:12, back; they know of it
    Mon 16/11 |      | -          | 09:18
    Mon 16/11 | A^   | -          | 09:24
    Mon 16/11 |      | -          | 09:30
    Mon 16/11 | A^   | -          | 09:36
    Mon 16/11 |      | -          | 09:42
    Mon 16/11 | A^   | -          | 09:48
    Mon 16/11 |      | -          | 09:54
    Tue 17/11 |      | resolved A | it stayed away over night
    Tue 17/11 |      | -          |
    """
    assert post().alert("A").returns == 4


def test_an_urgent_matter_that_flaps_and_stays_is_told_once_and_waited_for_as_ever(post):
    """
    escalate_after = 1 working day
    escalate_to = boss

    day       | sees | kho         | boss        | why
    Mon 16/11 | A^   | new A       | -           |
    Mon 16/11 |      | -           | -           |
    Mon 16/11 | A^   | -           | -           | they think that it is there, and it is
    Tue 17/11 | A^   | escalated A | escalated A | told on Monday, and not settled
    Wed 18/11 |      | resolved A  | resolved A  | it began on another day: its end is told at once
    """
    post()


def test_an_urgent_matter_that_flaps_over_midnight_sends_two_mails_too(post):
    """
    day       | sees | kho        | why
    Mon 30/11 | A^   | new A      | 23:40
    Mon 30/11 |      | -          | 23:46
    Tue 1/12  | A^   | -          | 00:02, a new day, but they were never told that it had gone
    Tue 1/12  |      | -          | 00:08
    Wed 2/12  |      | resolved A |
    """
    post()


def test_an_urgent_matter_that_gets_worse_while_it_flaps_is_told_as_worse(post):
    """
    day       | sees | kho     | why
    Mon 16/11 | A^@1 | new A   |
    Mon 16/11 |      | -       |
    Mon 16/11 | A^@2 | worse A | graver than they know
    """
    post()


def test_the_end_of_an_urgent_matter_waits_for_a_run_that_can_see_it(post):
    """
    day       | sees | unread | kho        | why
    Mon 16/11 | A^   |        | new A      |
    Mon 16/11 |      |        | -          |
    Tue 17/11 |      | kho    | -          | nobody can say whether it stayed away
    Wed 18/11 |      |        | resolved A |
    """
    post()


def test_a_flapping_matter_is_no_more_urgent_for_the_manager(post):
    """
    escalate_after = 1 working day
    escalate_to = boss

    day       | sees | kho         | boss        | why
    Mon 16/11 | A    | new A       | -           |
    Mon 16/11 |      | resolved A  | -           |
    Mon 16/11 | A    | -           | -           | held back: nobody knows of it, so nobody is waited for
    Tue 17/11 | A    | new A       | -           | told, and from here on it is waited for
    Wed 18/11 | A    | escalated A | escalated A |
    """
    post()


# Odd clocks and odd days


def test_a_clock_that_jumps_a_day_ahead_and_back_tells_nothing_twice(post):
    """
    remind = every 3 days
    escalate_after = 3 working days
    escalate_to = boss

    day       | sees | kho         | boss        | why
    Mon 9/11  | A    | new A       | -           |
    Thu 12/11 | A    | escalated A | escalated A | the clock says the 12th, and it is the 11th
    Wed 11/11 | A    | -           | -           | put right
    Thu 12/11 | A    | -           | -           | the 12th again
    Sun 15/11 | A    | reminder A  | reminder A  | three days after the 12th
    """
    post()


def test_a_clock_that_goes_back_a_day_while_something_flaps_holds_it_back(post):
    """
    day       | sees | kho        | why
    Tue 17/11 | A    | new A      | the clock is a day ahead
    Tue 17/11 |      | resolved A |
    Mon 16/11 | A    | -          | put right; back right after it had gone
    Tue 17/11 | A    | new A      | it stayed over night
    """
    post()


def test_29_february_counts_as_the_working_day_that_it_is(post):
    """
    escalate_after = 1 working day
    escalate_to = boss

    day            | sees | kho         | boss        | why
    Mon 28/2/2028  | A    | new A       | -           |
    Tue 29/2/2028  | A    | escalated A | escalated A | a Tuesday
    Wed 1/3/2028   | A    | -           | -           |
    """
    post()


def test_a_february_without_a_29th_goes_on_in_march(post):
    """
    escalate_after = 1 working day
    escalate_to = boss

    day            | sees | kho         | boss        | why
    Fri 26/2/2027  | A    | new A       | -           |
    Sun 28/2/2027  | A    | -           | -           |
    Mon 1/3/2027   | A    | escalated A | escalated A | the first working day
    """
    post()


def test_a_reminder_on_the_last_day_of_the_month_knows_29_february(post):
    """
    remind = on the last day of the month

    day            | sees | kho        | why
    Mon 31/1/2028  | A    | new A      | told today: no reminder beside it
    Mon 28/2/2028  | A    | -          |
    Tue 29/2/2028  | A    | reminder A |
    Wed 1/3/2028   | A    | -          |
    Fri 31/3/2028  | A    | reminder A |
    """
    assert post().alert("A").last_notice_on == date(2028, 3, 31)
