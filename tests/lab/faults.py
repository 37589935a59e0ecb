def examine(*a): raise NotImplementedError
