/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"

#include "src/base/utf8.h"

static void sanitise_marks_escape(void **state)
{
	char out[64];

	(void)state;
	assert_string_equal(utf8_sanitise(out, sizeof out, "a\x1b[31mb", 7), "a<U+001B>[31mb");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sanitise_marks_escape),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
