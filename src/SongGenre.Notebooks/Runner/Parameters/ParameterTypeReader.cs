using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SongGenre.Notebooks.Runner;

/// <summary>Reads parameter types from the syntax of their declarations.</summary>
internal sealed class ParameterTypeReader(IReadOnlyDictionary<string, IReadOnlyList<string>> enums)
{
    private static readonly Dictionary<string, string> Scalars = new[]
        {
            "sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong", "double", "float", "decimal", "bool", "char",
            "string", "DateTime", "DateOnly", "TimeSpan",
        }
        .Select(name => KeyValuePair.Create(name, name))
        .Concat(
        [
            new("SByte", "sbyte"), new("Byte", "byte"), new("Int16", "short"), new("UInt16", "ushort"), new("Int32", "int"),
            new("UInt32", "uint"), new("Int64", "long"), new("UInt64", "ulong"), new("Double", "double"),
            new("Single", "float"), new("Decimal", "decimal"), new("Boolean", "bool"), new("Char", "char"),
            new("String", "string"),
        ])
        .ToDictionary();

    /// <summary>The type of a variable, for <c>var</c> by its initializer.</summary>
    public ParameterType Of(TypeSyntax type, ExpressionSyntax? initializer) =>
        !type.IsVar ? Of(type) : initializer is null ? Unknown(type) : OfValue(initializer) ?? Unknown(type);

    private ParameterType Of(TypeSyntax type) => type switch
    {
        NullableTypeSyntax nullable => Nullable(Of(nullable.ElementType)),
        ArrayTypeSyntax array => Array(array),
        PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.ObjectKeyword } => ParameterType.Any with { IsNullable = true },
        QualifiedNameSyntax qualified when qualified.Left.ToString() is "System" or "System.Collections.Generic" => Of(qualified.Right),
        GenericNameSyntax generic => Generic(generic),
        _ when Scalars.TryGetValue(type.ToString(), out var name) => new(ParameterShape.Scalar, name),
        _ when enums.TryGetValue(type.ToString(), out var members) => new(ParameterShape.Enum, type.ToString()) { Members = members },
        _ => Unknown(type),
    };

    private ParameterType? OfValue(ExpressionSyntax value) => value switch
    {
        LiteralExpressionSyntax literal => OfConstant(literal.Token.Value),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } minus => OfValue(minus.Operand),
        ParenthesizedExpressionSyntax inner => OfValue(inner.Expression),
        CastExpressionSyntax cast => Of(cast.Type),
        ObjectCreationExpressionSyntax created => Of(created.Type),
        ArrayCreationExpressionSyntax created => Of(created.Type),
        ImplicitArrayCreationExpressionSyntax { Initializer.Expressions: [var first, ..] } when OfValue(first) is { } element =>
            List(element, element.Text + "[]"),
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var name } }
            when enums.TryGetValue(name, out var members) => new(ParameterShape.Enum, name) { Members = members },
        _ => null,
    };

    private static ParameterType? OfConstant(object? value) =>
        value is not null && Scalars.TryGetValue(value.GetType().Name, out var name) ? new(ParameterShape.Scalar, name) : null;

    private ParameterType Array(ArrayTypeSyntax array)
    {
        if (array.RankSpecifiers.Any(rank => rank.Rank != 1)) return Unknown(array);
        var element = Of(array.ElementType);
        // The outermost brackets come first; for values they all mean a list.
        foreach (var _ in array.RankSpecifiers) element = List(element, element.Text + "[]");
        return element;
    }

    private ParameterType Generic(GenericNameSyntax generic) => (generic.Identifier.ValueText, generic.TypeArgumentList.Arguments) switch
    {
        ("List" or "IList" or "IReadOnlyList" or "ICollection" or "IReadOnlyCollection" or "IEnumerable", [var item]) =>
            List(Of(item), generic.ToString()),
        ("Dictionary" or "IDictionary" or "IReadOnlyDictionary", [var key, var item]) when Of(key).Text == "string" =>
            Of(item) is { Shape: not ParameterShape.Unknown } element
                ? new(ParameterShape.Dictionary, generic.ToString()) { Element = element }
                : Unknown(generic),
        ("Nullable", [var inner]) => Nullable(Of(inner)),
        _ => Unknown(generic),
    };

    private static ParameterType List(ParameterType element, string text) => element.Shape == ParameterShape.Unknown
        ? new(ParameterShape.Unknown, text)
        : new(ParameterShape.List, text) { Element = element };

    private static ParameterType Nullable(ParameterType inner) =>
        inner with { Text = inner.Text + "?", IsNullable = true };

    private static ParameterType Unknown(TypeSyntax type) => new(ParameterShape.Unknown, type.ToString());
}
