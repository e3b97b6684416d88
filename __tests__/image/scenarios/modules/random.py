raise RuntimeError("the standard library comes first, as on Azure ML")
