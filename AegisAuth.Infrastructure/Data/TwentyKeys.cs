namespace AegisAuth.Infrastructure.Data;

/// <summary>
/// The parameters of a statement that asks for up to twenty keys at once. Where there are fewer, the last one is asked for again: the
/// statement stays one text, which a test can check and the engine compiles to one plan.
/// </summary>
internal abstract class TwentyKeys<TKey>(TKey[] keys)
{
    public const int Count = 20;

    public const string Parameters =
        "@K0, @K1, @K2, @K3, @K4, @K5, @K6, @K7, @K8, @K9, @K10, @K11, @K12, @K13, @K14, @K15, @K16, @K17, @K18, @K19";

    public TKey K0 => Of(0);

    public TKey K1 => Of(1);

    public TKey K2 => Of(2);

    public TKey K3 => Of(3);

    public TKey K4 => Of(4);

    public TKey K5 => Of(5);

    public TKey K6 => Of(6);

    public TKey K7 => Of(7);

    public TKey K8 => Of(8);

    public TKey K9 => Of(9);

    public TKey K10 => Of(10);

    public TKey K11 => Of(11);

    public TKey K12 => Of(12);

    public TKey K13 => Of(13);

    public TKey K14 => Of(14);

    public TKey K15 => Of(15);

    public TKey K16 => Of(16);

    public TKey K17 => Of(17);

    public TKey K18 => Of(18);

    public TKey K19 => Of(19);

    private TKey Of(int index) => keys[Math.Min(index, keys.Length - 1)];
}
