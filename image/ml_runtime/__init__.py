"""Runs an Azure ML entry script inside the Azure Functions Python worker."""
