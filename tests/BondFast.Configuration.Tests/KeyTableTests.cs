using BondFast.Bonding;
using BondFast.Configuration.Schema;

namespace BondFast.Configuration.Tests;

public class KeyTableTests
{
    [Fact]
    public void A_key_is_once_in_its_table() =>
        Assert.Equal(KeyTable.All.Length, KeyTable.All.Select(e => (e.Table, e.Key)).Distinct().Count());

    [Fact]
    public void Every_option_that_a_file_can_give_is_a_key()
    {
        foreach (OptionEntry option in OptionTable.All)
        {
            string? table = option.Scope switch { OptionScope.Bond or OptionScope.Creation => KeyTable.Bond, OptionScope.Slave => KeyTable.Slave, _ => null };
            if (table is not null) Assert.Same(option, KeyTable.Find(table, option.Name)?.Option);
        }
    }

    [Fact]
    public void Every_key_can_be_documented()
    {
        foreach (KeyEntry entry in KeyTable.All)
        {
            Assert.InRange(entry.Summary.Length, 10, 120);
            Assert.NotEmpty(entry.Takes);
            Assert.True(entry.Type != KeyType.Word || entry.Words.Contains(entry.Default), entry.Key);
        }
        Assert.Equal(["", "bond.NAME", "bond.NAME.slave.PORT", "port.NAME", "workers", "memory", "control", "eal"], KeyTable.Tables.AsEnumerable());
    }

    /// <summary>Writing every default into a file changes nothing: the table's defaults are the loader's.</summary>
    [Fact]
    public void The_defaults_in_the_table_are_what_a_silent_file_has()
    {
        HostConfiguration silent = RepositoryFiles.Good("[bond.bond0]\nmiimon = 100\n");
        foreach (string table in new[] { "workers", "memory", "control", "eal" })
        {
            IEnumerable<string> lines = KeyTable.All.Where(e => e.Table == table && e.Default.Length > 0)
                .Select(e => e.Type == KeyType.Integer ? $"{e.Key} = {e.Default}" : $"{e.Key} = \"{e.Default}\"");
            HostConfiguration spoken = RepositoryFiles.Good($"[bond.bond0]\nmiimon = 100\n[{table}]\n{string.Join('\n', lines)}\n");
            Assert.Empty(Reload.ConfigurationDiff.Between(silent, spoken));
        }
    }
}
