namespace BondFast.Analyzers.Tests;

/// <summary>BF0004: implementations of hot members are hot.</summary>
public class ImplementationTests
{
    [Fact]
    public void Overrides_and_implementations_of_hot_members_are_marked() => Snippet.Check("""
        public abstract class Base { [HotPath] public abstract int A(); [HotPath] public virtual int V() => 1; public abstract int Cold(); [HotPath] public abstract int P { get; } }
        public class Good : Base { [HotPath] public override int A() => 1; [HotPath] public override int V() => 1; public override int Cold() => 1; public override int P { get; } }
        [HotPath] public class ByType : Base { public override int A() => 1; public override int Cold() => 1; public override int P => 2; }
        public class Bad : Base
        {
            public override int A() => 1; // BF0004
            public override int V() => 1; // BF0004
            public override int Cold() => 1;
            public override int P => 2; // BF0004
        }
        public abstract class Between : Base { public abstract override int A(); }
        """);

    [Fact]
    public void Implementations_of_hot_interfaces_are_marked() => Snippet.Check("""
        [HotPath] public interface IStrategy { int Pick(); int Size { get; } static abstract int Make(); }
        public struct Good : IStrategy { [HotPath] public int Pick() => 1; public int Size { get; set; } [HotPath] public static int Make() => 1; }
        [HotPath] public readonly struct ByType : IStrategy { public int Pick() => 1; public int Size => 1; public static int Make() => 1; }
        public readonly record struct Positional(int Size) : IStrategy { [HotPath] public int Pick() => 1; [HotPath] public static int Make() => 1; }
        public struct Bad : IStrategy
        {
            public int Pick() => 1; // BF0004
            int IStrategy.Size => 2; // BF0004
            public static int Make() => 1; // BF0004
        }
        public interface IMore : IStrategy { }
        public struct Indirectly : IMore
        {
            public int Pick() => 1; // BF0004
            [HotPath] public int Size => 2;
            [HotPath] public static int Make() => 1;
        }
        """);
}
