using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Runner;

/// <summary>The parameters that a notebook declares in its first cell tagged <c>parameters</c>.</summary>
public sealed partial class NotebookParameters
{
    private NotebookParameters(string file, int? cell, IReadOnlyList<NotebookParameter> all) =>
        (File, Cell, All) = (file, cell, all);

    /// <summary>The notebook's file, as error messages name it.</summary>
    public string File { get; }

    /// <summary>The place of the parameters cell among all cells, from 1; null when the notebook has none.</summary>
    public int? Cell { get; }

    /// <summary>The parameters in the order of their declarations.</summary>
    public IReadOnlyList<NotebookParameter> All { get; }

    /// <summary>Reads a notebook's parameters.</summary>
    /// <param name="path">The .ipynb file.</param>
    /// <exception cref="NotebookException">The file is no C# notebook, or its parameters cell is no valid
    /// C#.</exception>
    public static NotebookParameters Read(string path)
    {
        var notebook = NotebookFile.Read(path);
        CellLanguage.RequireCSharp(notebook, path);
        return Of(notebook, path);
    }

    internal static NotebookParameters Of(Notebook notebook, string file)
    {
        var index = notebook.Cells.FindIndex(IsParametersCell);
        if (index < 0) return new(file, null, []);
        var cell = notebook.Cells[index];
        var where = string.Create(CultureInfo.InvariantCulture, $"{file}: cell {index + 1} ({cell.Id})");
        if (!CellLanguage.IsCSharp(CellLanguage.Of(cell)))
            throw new NotebookException(
                $"{where} is tagged '{CellTags.Parameters}' but its language is '{CellLanguage.Of(cell)}'; declare "
                + "parameters in C#");
        return new(file, index + 1, [.. Declarations(cell.Source, where)]);
    }

    internal static bool IsParametersCell(Cell cell) =>
        cell.Kind == CellKind.Code && CellTags.Has(cell, CellTags.Parameters);

    private static IEnumerable<NotebookParameter> Declarations(string source, string where)
    {
        if (!CodeNesting.IsParsable(source))
            throw new NotebookException($"{where}: the parameters can't be read: brackets are nested too deeply");
        var tree = CSharpSyntaxTree.ParseText(source, ScriptCompiler.ParseOptions);
        var lines = tree.GetText().Lines;
        foreach (var error in tree.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error))
        {
            var line = error.Location.GetLineSpan().StartLinePosition.Line;
            // Magics and references are not the parser's business.
            if (line < lines.Count && lines[line].ToString().TrimStart().StartsWith('#')) continue;
            throw new NotebookException(string.Create(CultureInfo.InvariantCulture,
                $"{where}, line {line + 1}: the parameters can't be read: {error.GetMessage(CultureInfo.InvariantCulture)}"));
        }

        var members = ((CompilationUnitSyntax)tree.GetRoot()).Members;
        var types = new ParameterTypeReader(members.OfType<EnumDeclarationSyntax>()
            // A name that is declared twice is the compiler's business, like that of a variable.
            .DistinctBy(declared => declared.Identifier.ValueText).ToDictionary(
            declared => declared.Identifier.ValueText,
            declared => (IReadOnlyList<string>)[.. declared.Members.Select(member => member.Identifier.ValueText)]));
        var names = new HashSet<string>();
        foreach (var field in members.OfType<FieldDeclarationSyntax>())
        {
            foreach (var variable in field.Declaration.Variables)
            {
                if (names.Add(variable.Identifier.ValueText)) yield return Parameter(field, variable, types);
            }
        }
    }

    private static NotebookParameter Parameter(FieldDeclarationSyntax field, VariableDeclaratorSyntax variable, ParameterTypeReader types)
    {
        var value = variable.Initializer?.Value;
        var type = types.Of(field.Declaration.Type, value);
        var isFixed = field.Modifiers.Any(word => word.IsKind(SyntaxKind.ConstKeyword) || word.IsKind(SyntaxKind.ReadOnlyKeyword));
        return new(variable.Identifier.ValueText, type.Text, value?.ToString().ReplaceLineEndings(" "), ParameterComment.Of(field, variable))
        {
            Kind = type,
            DefaultText = value is null ? null : Constant(value, type),
            Source = variable.Identifier.Text,
            Redeclaration = isFixed ? $"{field.Modifiers.ToString()} {type.Text}" : null,
        };
    }

    /// <summary>What an injected cell of an earlier run gives to parameters; null for values that no path can
    /// hold.</summary>
    internal IEnumerable<(string Name, string? Text)> Injected(Cell cell)
    {
        if (!CodeNesting.IsParsable(cell.Source)) yield break;
        foreach (var member in ((CompilationUnitSyntax)CSharpSyntaxTree.ParseText(cell.Source, ScriptCompiler.ParseOptions).GetRoot()).Members)
        {
            if (member is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax assignment } }
                && assignment.Left is IdentifierNameSyntax name)
                yield return (name.Identifier.ValueText, Constant(assignment.Right, Kind(name.Identifier.ValueText)));
            foreach (var variable in (member as FieldDeclarationSyntax)?.Declaration.Variables ?? [])
                yield return (variable.Identifier.ValueText, variable.Initializer is { Value: var value }
                    ? Constant(value, Kind(variable.Identifier.ValueText))
                    : null);
        }
    }

    private ParameterType Kind(string name) =>
        All.FirstOrDefault(parameter => parameter.Name == name)?.Kind ?? ParameterType.Any;

    // What {name} in a path stands for: no code runs to find it out.
    private static string? Constant(ExpressionSyntax value, ParameterType type, string sign = "") => value switch
    {
        LiteralExpressionSyntax { Token.Value: { } constant } => constant switch
        {
            bool truth => truth ? "true" : "false",
            IFormattable number => sign + number.ToString(null, CultureInfo.InvariantCulture),
            _ => constant.ToString(),
        },
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } minus when sign.Length == 0 =>
            Constant(minus.Operand, type, "-"),
        ParenthesizedExpressionSyntax inner => Constant(inner.Expression, type, sign),
        MemberAccessExpressionSyntax member when type.Shape == ParameterShape.Enum => member.Name.Identifier.ValueText,
        _ => null,
    };
}
