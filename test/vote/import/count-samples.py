"""Counts the sample files by hand, tool by tool, so that the import has something to be compared with.

Prints, for each file, the votes (ballots as lists of slugs, best first where they are ranked) and the number of
rows that choose nothing.
"""

import csv
import json
import pathlib

SAMPLES = pathlib.Path(__file__).parent / "samples"
SLUGS = {
    "Artificial Intelligence": "ai", "AI": "ai",
    "Decentralized Physical Infrastructure Networks": "depin", "DePIN": "depin",
    "Real World Assets": "rwa", "RWA": "rwa",
    "Decentralized Finance": "defi", "DeFi": "defi",
    "Gaming": "gamefi", "GameFi": "gamefi",
    "Art, music and culture": "art", "Art": "art",
}


def rows(name, encoding="utf-8-sig", delimiter=","):
    with open(SAMPLES / name, newline="", encoding=encoding) as file:
        return [row for row in csv.reader(file, delimiter=delimiter) if row]


def slug(text):
    spaced = " ".join(text.split())
    return next((slug for name, slug in SLUGS.items() if name.lower() == spaced.lower()), None)


def chosen(slugs):
    """A set of approvals: in a fixed order, each once."""
    return sorted({slug for slug in slugs if slug})


def listed(cell, separator):
    """The names in a cell. The only name with a comma in it is put into one piece first."""
    joined = cell.replace("Art, music and culture", "Art")
    return chosen(slug(part) for part in joined.split(separator))


def ranked(places, overvote_exhausts=False):
    """A ranking from a list of places: None for a skip, False for a mark without a choice, else a slug."""
    ballot, skips = [], 0
    for place in places:
        skips = skips + 1 if place is None else 0
        if skips == 2 or (place is False and overvote_exhausts):
            break
        if place and place not in ballot:
            ballot.append(place)
    return ballot


def by_rank(ranks, count):
    """Places from (slug, rank) pairs: two options at one rank are an overvote."""
    at = [[slug for slug, rank in ranks if rank == place] for place in range(1, count + 1)]
    return [None if not found else found[0] if len(found) == 1 else False for found in at]


def count():
    ballots = {}
    ballots["google-forms-single.csv"] = [
        [slug(row[1])] if slug(row[1]) else [] for row in rows("google-forms-single.csv")[1:]
    ]
    ballots["google-forms-checkboxes.csv"] = [
        listed(row[2], ";") for row in rows("google-forms-checkboxes.csv")[1:]
    ]
    ballots["google-forms-checkboxes-sheet.csv"] = [
        listed(row[1], ",") for row in rows("google-forms-checkboxes-sheet.csv")[1:]
    ]
    grid = ["ai", "depin", "rwa", "gamefi"]
    ballots["google-forms-grid.csv"] = [
        ranked(by_rank([(grid[at], int(cell[0])) for at, cell in enumerate(row[1:]) if cell], 4))
        for row in rows("google-forms-grid.csv")[1:]
    ]
    ballots["google-forms-grid-by-place.csv"] = [
        ranked([None if not cell else slug(cell) or False for cell in (row[2], row[1], row[3])])
        for row in rows("google-forms-grid-by-place.csv")[1:]
    ]
    ballots["typeform-choices.csv"] = [
        chosen(slug(cell) for cell in row[2:6])
        for row in rows("typeform-choices.csv")[1:] if row[7] == "completed"
    ]
    ballots["typeform-single.csv"] = [
        chosen([slug(row[1])]) for row in rows("typeform-single.csv")[1:] if row[3] == "completed"
    ]
    ballots["surveymonkey-single.csv"] = [
        chosen([slug(row[9])]) for row in rows("surveymonkey-single.csv")[2:]
    ]
    ballots["surveymonkey-checkboxes.csv"] = [
        chosen(slug(cell) for cell in row[10:14]) for row in rows("surveymonkey-checkboxes.csv")[2:]
    ]
    ballots["surveymonkey-ranking.csv"] = [
        ranked(by_rank([(name, int(cell)) for name, cell in zip(["ai", "depin", "rwa"], row[9:12])
                        if cell.isdigit()], 3))
        for row in rows("surveymonkey-ranking.csv")[2:]
    ]
    codes = ["ai", "gamefi", "art"]
    ballots["limesurvey-codes.csv"] = [
        chosen(code for code, cell in zip(codes, row[5:8]) if cell == "Y")
        for row in rows("limesurvey-codes.csv", delimiter=";")[1:] if row[1]
    ]
    ballots["limesurvey-full.csv"] = [
        chosen(code for code, cell in zip(codes, row[5:8]) if cell == "Yes")
        for row in rows("limesurvey-full.csv")[1:] if row[1]
    ]
    ballots["limesurvey-ranking.csv"] = [
        ranked([slug(cell) for cell in row[5:8]]) for row in rows("limesurvey-ranking.csv")[1:] if row[1]
    ]
    real = {"IP Address", "0"}
    ballots["qualtrics-single.csv"] = [
        chosen([slug(row[9])])
        for row in rows("qualtrics-single.csv")[3:] if row[2] in real and row[4] == "True"
    ]
    ballots["qualtrics-multiple.csv"] = [
        listed(row[9], ",") for row in rows("qualtrics-multiple.csv")[3:]
    ]
    ballots["qualtrics-columns.tsv"] = [
        chosen(code for code, cell in zip(codes, row[9:12]) if cell == "1")
        for row in rows("qualtrics-columns.tsv", "utf-16", "\t")[3:] if row[2] in real and row[4] == "1"
    ]
    ballots["qualtrics-ranking.csv"] = [
        ranked(by_rank([(name, int(cell)) for name, cell in zip(["ai", "depin", "rwa"], row[9:12])
                        if cell != "-99"], 3))
        for row in rows("qualtrics-ranking.csv")[3:]
    ]
    return ballots


print(json.dumps({
    name: {"votes": [ballot for ballot in ballots if ballot], "blank": sum(not ballot for ballot in ballots)}
    for name, ballots in count().items()
}))
