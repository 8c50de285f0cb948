/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of test_pdq: seed, width, height, quality, hash. */
{ 1, 320, 240, 100,
  "c5d13b5dbc0e434de8e198e3c3ad1e1ec641b8d4ac9d0ea50582fa3c3b5d0f4e" },
{ 2, 700, 500, 100,
  "9f6529cf3dda68cb81799e5dc40f4a70bbb8c0c50f8c7f81b1d40cf4c1419c3b" },
{ 3, 64, 64, 100,
  "3c4628d6376c48ec589e9daced1b967d3acc3a15f749d1705516733903dc9948" },
{ 4, 130, 97, 100,
  "9c6a4d91b37061321ec79b6e9bfbd93a6b3250b64731e1a94da266270cb4e037" },
{ 5, 900, 300, 100,
  "9e78554b87cb03c597e92d43e952491e087a2c5a3da375e15338503c6eadaaf3" },
