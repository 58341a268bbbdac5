def romanise(n): return n
def latin_candidates(n,k): return []
def devanagari_candidates(n,k): return []
