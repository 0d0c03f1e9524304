package main

func makeShots(o options, folder string) error { return nil }
