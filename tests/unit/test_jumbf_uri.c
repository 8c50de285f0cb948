/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "src/trust/jumbf_uri.h"
#include "tests/unit/unit.h"

static struct arena arena;

static void check(const char *text, const char *manifest, const char *part, const char *label)
{
	struct jumbf_uri u;

	assert_true(jumbf_uri_parse(&arena, text, &u));
	assert_string_equal(u.manifest ? u.manifest : "-", manifest);
	assert_string_equal(u.part ? u.part : "-", part);
	assert_string_equal(u.label ? u.label : "-", label);
}

static void the_forms_are_read(void **state)
{
	(void)state;
	check("self#jumbf=/c2pa/urn:x/c2pa.assertions/c2pa.actions", "urn:x", "c2pa.assertions", "c2pa.actions");
	check("self#jumbf=c2pa/urn:x/c2pa.assertions/c2pa.actions", "urn:x", "c2pa.assertions", "c2pa.actions");
	check("self#jumbf=c2pa.assertions/c2pa.actions", "-", "c2pa.assertions", "c2pa.actions");
	check("self#jumbf=/c2pa/urn:x/c2pa.signature", "urn:x", "c2pa.signature", "-");
	check("self#jumbf=/c2pa/urn:x", "urn:x", "-", "-");
	check("self#jumbf=c2pa.signature", "-", "c2pa.signature", "-");
}

static void others_are_refused(void **state)
{
	static const char *const bad[] = { "", "self#jumbf=", "http://x/", "self#jumbf=/c2pa/", "self#jumbf=/c2pa/x/../y",
					   "self#jumbf=../c2pa", "self#jumbf=/c2pa/a/b/c/d", "self#jumbf=/c2pa/a/.." };
	struct jumbf_uri u;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (jumbf_uri_parse(&arena, bad[i], &u))
			fail_msg("'%s' was read", bad[i]);
	assert_false(jumbf_uri_parse(&arena, NULL, &u));
}

static void relative_ones_become_absolute(void **state)
{
	(void)state;
	assert_string_equal(jumbf_uri_absolute(&arena, "m", "self#jumbf=c2pa.assertions/x"), "self#jumbf=/c2pa/m/c2pa.assertions/x");
	assert_string_equal(jumbf_uri_absolute(&arena, "m", "self#jumbf=/c2pa/n/c2pa.signature"), "self#jumbf=/c2pa/n/c2pa.signature");
	assert_string_equal(jumbf_uri_absolute(&arena, "m", "what"), "what");
}

static void instances_are_no_part_of_a_label(void **state)
{
	(void)state;
	assert_true(label_is("c2pa.actions__2", "c2pa.actions"));
	assert_true(label_is("c2pa.actions", "c2pa.actions"));
	assert_false(label_is("c2pa.actions.v2", "c2pa.actions"));
	assert_false(label_is("c2pa.actions_2", "c2pa.actions"));
	assert_false(label_is("c2pa.actions__x", "c2pa.actions"));
	assert_int_equal(label_base("__2"), 3);
}

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, 1 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_forms_are_read),
		cmocka_unit_test(others_are_refused),
		cmocka_unit_test(relative_ones_become_absolute),
		cmocka_unit_test(instances_are_no_part_of_a_label),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
