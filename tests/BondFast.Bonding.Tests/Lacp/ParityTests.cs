using BondFast.Bonding.Lacp;
using BondFast.Wire;

namespace BondFast.Bonding.Tests.Lacp;

/// <summary>Check Y4: the same stimuli give the same states, variables and PDUs as a second implementation of the diagrams.</summary>
public class ParityTests
{
    private const int Tick = 50;

    private static readonly string[] Receive = Names<ReceiveState>(), Mux = Names<MuxState>(), Periodic = Names<PeriodicState>();

    private static string[] Names<TState>() where TState : unmanaged, Enum => [.. Enum.GetValues<TState>().Select(state => state.StandardName())];

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void Y4_The_engine_and_the_diagrams_read_literally_agree_on_every_step(bool coupled, bool strict)
    {
        for (int seed = 0; seed < 60; seed++) Compare(coupled, strict, seed);
    }

    private static void Compare(bool coupled, bool strict, int seed)
    {
        var random = new Random(seed);
        var lab = new LacpLab(LacpLab.Fast with { CoupledControl = coupled, LacpStrict = strict }, ports: 0);
        LacpPort port = lab.AddPort();
        var reference = new ReferencePort(coupled, strict) { PortEnabled = true, Self = port.Actor with { State = LacpState.Aggregation } };
        int now = 0;
        Settle(lab, reference, now);
        for (int step = 0; step < 400; step++)
        {
            int pause = random.Next(10) switch { 0 => random.Next(100_000), < 4 => random.Next(4_000), _ => random.Next(600) };
            for (int end = now + pause / Tick * Tick; now < end;)
            {
                now += Tick;
                lab.RunUntil(now / 1000.0);
                reference.Evaluate(now);
                reference.Transmit(now);
                Same(port, reference, lab, seed, now);
            }
            Stimulate(lab, reference, random, now);
            Settle(lab, reference, now);
            Same(port, reference, lab, seed, now);
        }
    }

    private static void Settle(LacpLab lab, ReferencePort reference, int now)
    {
        reference.Evaluate(now);
        reference.Transmit(now);
        lab.Advance();
    }

    private static void Stimulate(LacpLab lab, ReferencePort reference, Random random, int now)
    {
        switch (random.Next(12))
        {
            case 0:
                reference.PortEnabled = !reference.PortEnabled;
                lab.Link(0, reference.PortEnabled);
                break;
            case 1:
                reference.Active = random.Next(3) > 0;
                reference.Ntt |= reference.Active != lab.Options.LacpActive;
                lab.Set(options => options with { LacpActive = reference.Active });
                break;
            case 2:
                reference.Short = random.Next(2) > 0;
                reference.Ntt |= reference.Short != (lab.Options.LacpRate == LacpRate.Fast);
                lab.Set(options => options with { LacpRate = reference.Short ? LacpRate.Fast : LacpRate.Slow });
                break;
            default:
                LacpPortInfo actor = LacpLab.PartnerPort(random.Next(8) == 0 ? 2 : 1, RandomState(random), key: (ushort)(random.Next(12) == 0 ? 8 : 7));
                LacpPortInfo view = random.Next(5) == 0 ? lab[0].Actor with { State = RandomState(random), Key = (ushort)random.Next(3) } : lab[0].Actor;
                lab.Hear(0, actor, view);
                reference.Pdu(actor, view, now);
                break;
        }
    }

    private static LacpState RandomState(Random random) => random.Next(3) switch
    {
        0 => LacpLab.Healthy,
        1 => LacpLab.OutOfSync | (LacpState)(random.Next(16) << 3),
        _ => (LacpState)random.Next(256),
    };

    private static void Same(LacpPort port, ReferencePort reference, LacpLab lab, int seed, int now)
    {
        bool same = reference.Rx == Receive[(int)port.ReceiveState] && reference.Mux == Mux[(int)port.MuxState] && reference.Periodic == Periodic[(int)port.PeriodicState]
            && reference.Self == port.Actor && reference.Partner == port.Partner && reference.Sent.Count == lab.Sent.Count;
        string Where() => $"seed {seed}, {now} ms";
        Assert.True(same, same ? "" : $"""
            {Where()}
            diagrams: {reference.Rx} {reference.Mux} {reference.Periodic} {reference.Self} {reference.Partner} {reference.Sent.Count} PDUs
            engine:   {port.ReceiveState} {port.MuxState} {port.PeriodicState} {port.Actor} {port.Partner} {lab.Sent.Count} PDUs
            """);
        if (lab.Sent.Count == 0) return;
        SentFrame sent = lab.Sent[^1];
        Assert.True(reference.Sent[^1] == ((int)Math.Round(sent.Second * 1000), sent.Lacpdu.Actor, sent.Lacpdu.Partner), Where());
    }
}
