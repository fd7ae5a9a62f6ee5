"""Test guidance under control: set up, run, compare blind, check the person."""
