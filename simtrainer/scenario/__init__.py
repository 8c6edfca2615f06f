"""Templates and cases: what an author writes, and what one draw of it is."""
