"""From partners' files to published facts, in numbered runs that a killed process can neither lose nor mix."""
