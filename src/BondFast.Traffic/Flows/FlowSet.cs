using BondFast.Wire;

namespace BondFast.Traffic;

/// <summary>Flows with their frames made beforehand: sending one is copying it and stamping it. Immutable; generators and meters share it.</summary>
public sealed class FlowSet
{
    private readonly Flow[] _flows;
    private readonly int[] _firstTemplate;
    private readonly FrameTemplate[] _templates;
    private readonly byte[] _heads;

    private FlowSet(Flow[] flows)
    {
        _flows = flows;
        _firstTemplate = new int[flows.Length];
        int count = 0;
        foreach (Flow flow in flows) count += flow.Sizes.Distinct.Count;
        _templates = new FrameTemplate[count];
        _heads = new byte[count * FrameTemplate.HeadRoom];
        int next = 0;
        foreach (Flow flow in flows)
        {
            _firstTemplate[flow.Id] = next;
            foreach (int size in flow.Sizes.Distinct)
            {
                _templates[next] = FrameWriter.Make(flow, size, _heads.AsSpan(next * FrameTemplate.HeadRoom, FrameTemplate.HeadRoom));
                MaxLength = Math.Max(MaxLength, _templates[next].Length);
                next++;
            }
        }
    }

    [HotPath]
    public int Count => _flows.Length;

    public Flow this[int id] => _flows[id];

    /// <summary>The longest frame, without FCS.</summary>
    public int MaxLength { get; }

    /// <summary>Makes the flows of one or several families; their numbers run through.</summary>
    /// <exception cref="ArgumentException">A range does not fit its field, or a size is too small for the headers and a stamp.</exception>
    public static FlowSet Create(params ReadOnlySpan<FlowSpec> specs)
    {
        List<Flow> flows = [];
        foreach (FlowSpec spec in specs)
        {
            spec.Check();
            SplitMix random = new(spec.Seed);
            for (int i = 0; i < spec.Count; i++) flows.Add(Flow.Make(spec, flows.Count, i, ref random));
        }
        if (flows.Count == 0) throw new ArgumentException("a flow set has at least one flow");
        return new FlowSet([.. flows]);
    }

    /// <summary>A whole frame of a flow, without FCS, its stamp zero: for oracles and captures.</summary>
    /// <param name="flow">Its number.</param>
    /// <param name="size">Index into <see cref="FrameSizes.Distinct"/>.</param>
    public byte[] Frame(int flow, int size = 0)
    {
        int index = _firstTemplate[flow] + size;
        byte[] frame = new byte[_templates[index].Length];
        Head(index)[..Math.Min(frame.Length, FrameTemplate.HeadRoom)].CopyTo(frame);
        CopyTail(_templates[index], frame);
        return frame;
    }

    /// <summary>The template of a flow's frame number <paramref name="sequence"/>.</summary>
    [HotPath]
    internal int TemplateOf(int flow, ulong sequence)
    {
        if (_templates.Length == _flows.Length) return flow; /* one size each */
        FrameSizes sizes = _flows[flow].Sizes;
        return _firstTemplate[flow] + (sizes.IsFixed ? 0 : sizes.IndexOf((ulong)(uint)flow + sequence));
    }

    [HotPath]
    internal ref readonly FrameTemplate Template(int index) => ref _templates[index];

    /// <summary>The frame's first bytes.</summary>
    [HotPath]
    internal ReadOnlySpan<byte> Head(int index) => _heads.AsSpan(index * FrameTemplate.HeadRoom, FrameTemplate.HeadRoom);

    /// <summary>Writes what comes after the head; <paramref name="frame"/> is the whole frame.</summary>
    [HotPath]
    internal static void CopyTail(in FrameTemplate shape, Span<byte> frame)
    {
        if (frame.Length <= FrameTemplate.HeadRoom) return;
        PayloadPattern.From(FrameTemplate.HeadRoom - shape.PayloadOffset, frame.Length - FrameTemplate.HeadRoom).CopyTo(frame[FrameTemplate.HeadRoom..]);
    }
}
