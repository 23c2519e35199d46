"""Prints the rows of one environment. Arguments: a file of an export nemo-gym, the id of the environment."""

import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    for line in file:
        if json.loads(line)["env_id"] == sys.argv[2]:
            sys.stdout.write(line)
