using System.Text;
using BondFast.Bonding.Lacp;

namespace BondFast.Bonding.Tests.Lacp;

/// <summary>All states x events of every machine, and what each state does on entry, as an approved text.</summary>
public class MachineTableTests
{
    [Fact]
    public void Every_machine_does_in_every_state_at_every_event_what_was_approved()
    {
        var text = new StringBuilder();
        Print(text, "Receive machine", ReceiveMachine.Table, ReceiveMachine.EntryAction);
        Print(text, "Periodic transmission machine", PeriodicMachine.Table, PeriodicMachine.EntryAction);
        Print(text, "Mux machine, coupled control", MuxMachine.Coupled, MuxMachine.EntryAction);
        Print(text, "Mux machine, independent control", MuxMachine.Independent, MuxMachine.EntryAction);
        Print<TransmitState, TransmitEvent, Nothing>(text, "Transmit machine", TransmitMachine.Table, null);
        Print<ChurnState, ChurnEvent, Nothing>(text, "Churn detection machine (actor and partner)", ChurnMachine.Table, null);
        Print<MarkerResponderState, MarkerResponderEvent, Nothing>(text, "Marker responder", MarkerResponder.Table, null);
        Print<MarkerGeneratorState, MarkerGeneratorEvent, Nothing>(text, "Marker generator", MarkerGenerator.Table, null);
        Approved.Check("machines.txt", text.ToString());
    }

    private enum Nothing;

    private static void Print<TState, TEvent, TAction>(StringBuilder text, string title, StateTable<TState, TEvent> table, Func<TState, TAction>? entry)
        where TState : unmanaged, Enum where TEvent : unmanaged, Enum where TAction : Enum
    {
        text.Append(title).Append('\n').Append('=', title.Length).Append('\n');
        int width = table.Members.Max(state => state.StandardName().Length) + 2;
        int first = Math.Max(width, Enum.GetNames<TEvent>().Max(name => name.Length) + 2);
        text.Append("".PadRight(first));
        foreach (TState state in table.Members) text.Append(state.StandardName().PadRight(width));
        TrimLine(text);
        foreach (TEvent on in Enum.GetValues<TEvent>())
        {
            text.Append(on.ToString().PadRight(first));
            foreach (TState state in table.Members)
                text.Append((table.TryNext(state, on, out TState next) ? next.StandardName() : "-").PadRight(width));
            TrimLine(text);
        }
        if (entry is not null)
        {
            text.Append("\non entry\n");
            foreach (TState state in table.Members) text.Append($"  {state.StandardName()}: {entry(state)}\n");
        }
        text.Append('\n');
    }

    private static void TrimLine(StringBuilder text)
    {
        while (text[^1] == ' ') text.Length--;
        text.Append('\n');
    }
}
