using System.Collections.Immutable;
using BondFast.Bonding;

namespace BondFast.Control.Commands;

/// <summary>What became of a command. Made on the control loop, sent to the client by the control socket.</summary>
public sealed record CommandReply
{
    public static readonly CommandReply Done = new();

    /// <summary>Null: it was done. Otherwise a short stable name: <c>EINVAL</c>, <c>no-such-bond</c>, <c>timeout</c> ...</summary>
    public string? ErrorCode { get; private init; }

    /// <summary>What went wrong, why, and what to do.</summary>
    public string? Message { get; private init; }

    /// <summary>Whole sentences about what was changed along or is unusual.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>The answer of a command that has one.</summary>
    public string? Value { get; init; }

    public bool Succeeded => ErrorCode is null;

    public static CommandReply Answer(string value) => new() { Value = value };

    public static CommandReply Refused(string code, string message) => new() { ErrorCode = code, Message = message };

    public static CommandReply NoSuchBond(string bond) => Refused("no-such-bond", $"There is no bond {bond}. 'bondfast show' lists the bonds.");

    /// <summary>Null is success, anything else the refusal as a sentence (as <see cref="Bond.Enslave"/> and <see cref="Bond.Release"/> answer).</summary>
    public static CommandReply Of(string? refusal) => refusal is null ? Done : Refused("refused", refusal);

    public static CommandReply Of(OptionOutcome outcome) => outcome.Succeeded
        ? Done with { Warnings = outcome.Warnings }
        : Refused(outcome.Error.ErrnoName(), outcome.Message ?? "refused");
}
