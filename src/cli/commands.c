/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/cli/command.h"

const struct command cli_commands[] = {
	{ .name = "scan", .bit = FOR_SCAN, .synopsis = "[options] PATH...", .run = cmd_scan,
	  .help = "examine pictures and folders, print what was found",
	  .examples = "  cottingley scan photos/                     a triage table\n"
		      "  cottingley scan --format ndjson photos/     one JSON object a line\n"
		      "  cottingley scan -c fire.cott photos/        into a case file\n"
		      "  cottingley scan --fail-on warning a.jpg     exit code 1 when something weighs\n" },
	{ .name = "verify", .bit = FOR_VERIFY, .synopsis = "[options] PATH...", .run = cmd_verify,
	  .help = "Content Credentials only: who signed what, when, and does it hold",
	  .examples = "  cottingley verify a.jpg                     one screen\n"
		      "  cottingley verify --all a.jpg               with certificates, actions, status codes\n"
		      "  cottingley verify --format json photos/     for other programs\n" },
	{ .name = "inspect", .bit = FOR_INSPECT, .synopsis = "PATH [--structure|--metadata|--hex OFFSET]", .run = cmd_inspect,
	  .help = "what one file is made of: facts, metadata, pieces, bytes",
	  .examples = "  cottingley inspect a.jpg\n  cottingley inspect a.jpg --hex 0x200\n" },
	{ .name = "extract", .bit = FOR_EXTRACT, .synopsis = "PATH -o DIR [--what KIND]...", .run = cmd_extract,
	  .help = "write embedded pictures and blocks of one file to a folder",
	  .examples = "  cottingley extract a.jpg -o parts --what thumbnail\n" },
	{ .name = "compare", .bit = FOR_COMPARE, .synopsis = "[--format table|json] A B", .run = cmd_compare,
	  .help = "two pictures side by side: hashes, metadata, structure, pixels",
	  .examples = "  cottingley compare sent.jpg received.jpg\n" },
	{ .name = "checks", .bit = FOR_CHECKS, .synopsis = "[ID]", .run = cmd_checks,
	  .help = "what checks there are, what each needs, its error rates",
	  .examples = "  cottingley checks\n  cottingley checks recapture\n" },
	{ .name = "case", .bit = FOR_CASE, .synopsis = "new|add|info|list|show|note|tag|verdict|duplicates|check|verify FILE ...", .run = cmd_case,
	  .help = "keep pictures, notes and verdicts in a case file",
	  .examples = "  cottingley case new fire.cott --title 'Harbour fire'\n"
		      "  cottingley case add fire.cott photos/\n"
		      "  cottingley case note fire.cott Q1 'received by mail from the desk'\n"
		      "  cottingley case verdict fire.cott Q1 --h1 'a photo of the scene' --h2 'a photo of a screen' --level -2\n"
		      "  cottingley case duplicates fire.cott\n"
		      "  cottingley case verify fire.cott\n" },
	{ .name = "report", .bit = FOR_REPORT, .synopsis = "-c CASE --format html|json [-o FILE]", .run = cmd_report,
	  .help = "a case as one self-contained file",
	  .examples = "  cottingley report -c fire.cott --format html -o fire.html\n" },
	{ .name = "trust", .bit = FOR_TRUST, .synopsis = "add KIND FILE [--name NAME] | list | show NAME | remove NAME", .run = cmd_trust,
	  .help = "the lists that signers are judged by",
	  .examples = "  cottingley trust add official C2PA-TRUST-LIST.json\n"
		      "  cottingley trust add official-tsa C2PA-TSA-TRUST-LIST.json\n"
		      "  cottingley trust add deny stolen-keys.txt --name stolen\n"
		      "  cottingley trust list\n"
		      "  cottingley trust show official\n\n"
		      "kinds: official, official-tsa, interim, interim-allowed, anchors, tsa, allowed, eku, deny, crl,\n"
		      "       incidents\n" },
	{ .name = "selftest", .bit = FOR_SELFTEST, .synopsis = "", .run = cmd_selftest,
	  .help = "known answers, and an attack on our own sandbox",
	  .examples = "  cottingley selftest\n" },
	{ .name = "completion", .bit = FOR_COMPLETION, .synopsis = "bash|zsh|fish", .run = cmd_completion,
	  .help = "print completions for a shell",
	  .examples = "  cottingley completion bash >~/.local/share/bash-completion/completions/cottingley\n" },
	{ .name = NULL },
};
