using Microsoft.Data.Sqlite;
using SongGenre.Tests.Data;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tests.Tracking.Mlflow;

public sealed class MlflowStoreSchemaTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder["mlflow.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_store_has_the_tables_that_MLflow_3_makes()
    {
        MlflowStore.Open(File).Dispose();
        Assert.Equal([ExpectedSchema.Revision], SqliteShell.Run(File, "SELECT version_num FROM alembic_version"));
        Assert.Equal(
            [$"0|Default|{_folder["mlruns"]}{Path.DirectorySeparatorChar}0|active"],
            SqliteShell.Run(File, "SELECT experiment_id, name, artifact_location, lifecycle_stage FROM experiments"));
        SqliteShell.AssertWhole(File);
        var description = SqliteShell.Run(
            File,
            """
            SELECT t.name || '.' || c.name || ' ' || c.type || iif(c."notnull", ' not null', '')
                || coalesce(' default ' || c.dflt_value, '') || iif(c.pk, ' key ' || c.pk, '')
            FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'
            """,
            """
            SELECT t.name || '.' || f."from" || ' -> ' || f."table" || '.' || f."to"
                || iif(f.on_delete = 'CASCADE', ' on delete cascade', '')
            FROM sqlite_master t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'
            """,
            """
            SELECT t.name || '(' || (SELECT group_concat(c.name, ', ') FROM pragma_index_info(i.name) c) || ')'
                || iif(i.origin = 'c', ' index ' || i.name, ' unique')
            FROM sqlite_master t, pragma_index_list(t.name) i WHERE t.type = 'table' AND i.origin <> 'pk'
            """);
        Assert.Equal(ExpectedSchema.Text, string.Join('\n', description.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void The_constraints_that_later_migrations_drop_by_name_have_those_names()
    {
        MlflowStore.Open(File).Dispose();
        var text = string.Join(' ', SqliteShell.Run(File, ".schema"));
        // Taken from MLflow's migrations c3a777925173, 92d5b24e0351, 1b5f0d9ad7c1 and 0584bdc529eb.
        Assert.All(
            [
                "fk_logged_model_metrics_experiment_id", "fk_logged_model_params_experiment_id",
                "fk_logged_model_tags_experiment_id", "fk_trace_info_experiment_id", "registered_model_pk",
                "model_version_pk", "registered_model_tag_pk", "model_version_tag_pk", "registered_model_alias_pk",
                "fk_datasets_experiment_id_experiments",
            ],
            name => Assert.Contains($"CONSTRAINT {name} ", text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_store_that_a_newer_MLflow_migrated_is_used_as_it_is()
    {
        MlflowStore.Open(File).Dispose();
        SqliteShell.Run(
            File,
            "UPDATE alembic_version SET version_num = 'ffffffffffff'",
            "ALTER TABLE runs ADD COLUMN workspace VARCHAR(63) NOT NULL DEFAULT 'default'",
            "ALTER TABLE model_versions ADD COLUMN state VARCHAR(20)",
            "CREATE TABLE spans (trace_id VARCHAR(50) NOT NULL)");
        using (var store = MlflowStore.Open(File))
        {
            var run = store.StartRun(StoreProcess.NewRun(store.FindOrCreateExperiment("songs")));
            store.LogBatch(run.Id, [new("auc", 0.5, DateTimeOffset.UtcNow)]);
            Assert.Equal(1, store.RegisterModel("song-genre", "/models/1").Version);
        }

        Assert.Equal(["ffffffffffff"], SqliteShell.Run(File, "SELECT version_num FROM alembic_version"));
        Assert.Equal(["default|1"], SqliteShell.Run(
            File, "SELECT r.workspace, count(*) FROM runs r JOIN metrics USING (run_uuid)"));
    }

    [Theory]
    [InlineData("ALTER TABLE inputs DROP COLUMN step", "inputs.step is missing")]
    [InlineData("DROP TABLE logged_model_tags", "logged_model_tags.model_id is missing")]
    [InlineData("ALTER TABLE tags RENAME COLUMN value TO content", "tags.value is missing")]
    public void A_store_without_a_needed_column_is_refused_and_left_alone(string change, string said)
    {
        MlflowStore.Open(File).Dispose();
        SqliteShell.Run(File, "UPDATE alembic_version SET version_num = 'eeeeeeeeeeee'", change);
        var before = System.IO.File.ReadAllBytes(File);
        var message = OneLine.ErrorOf(() => MlflowStore.Open(File));
        Assert.Contains("eeeeeeeeeeee", message, StringComparison.Ordinal);
        Assert.Contains(said, message, StringComparison.Ordinal);
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void A_store_whose_new_column_wants_a_value_is_refused()
    {
        MlflowStore.Open(File).Dispose();
        SqliteShell.Run(
            File,
            "DROP TABLE params",
            "CREATE TABLE params (key TEXT, value TEXT, run_uuid TEXT, owner TEXT NOT NULL)");
        Assert.Contains("params.owner", OneLine.ErrorOf(() => MlflowStore.Open(File)), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_programs_database_is_refused_and_left_alone()
    {
        SqliteShell.Run(File, "CREATE TABLE songs (title TEXT)");
        Assert.Equal(
            $"{File}: is another program's database; name another file.",
            OneLine.ErrorOf(() => MlflowStore.Open(File)));
        Assert.Equal(["songs"], SqliteShell.Run(File, "SELECT name FROM sqlite_master"));
    }

    [Fact]
    public void What_cant_be_a_store_is_said_in_one_line()
    {
        _folder.Write("mlflow.db", "no database at all, but a text that is long enough to be read as a page's header");
        Assert.Equal(
            $"{File}: is damaged or no SQLite database; name another file or restore a copy.",
            OneLine.ErrorOf(() => MlflowStore.Open(File)));
        Directory.CreateDirectory(_folder["folder.db"]);
        Assert.Contains(
            "can't be opened", OneLine.ErrorOf(() => MlflowStore.Open(_folder["folder.db"])), StringComparison.Ordinal);
        OneLine.ErrorOf(() => MlflowStore.Open(Path.Combine(File, "below-a-file.db")));
        OneLine.ErrorOf(() => MlflowStore.Open("sqlite:///"));
    }

    [Fact]
    public void A_damaged_store_is_said_in_one_line()
    {
        MlflowStore.Open(File).Dispose();
        var bytes = System.IO.File.ReadAllBytes(File);
        bytes.AsSpan(100, 8000).Fill(0xAB);
        System.IO.File.WriteAllBytes(File, bytes);
        Assert.Contains("is damaged", OneLine.ErrorOf(() => MlflowStore.Open(File)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_locked_store_is_said_in_one_line_and_works_again_when_it_is_free()
    {
        using var store = MlflowStore.Open($"sqlite:///{File}");
        Assert.Equal(20000L, store.Connection.Value("PRAGMA busy_timeout"));
        Assert.Equal(1L, store.Connection.Value("PRAGMA foreign_keys"));
        Assert.Equal("delete", store.Connection.Value("PRAGMA journal_mode"));
        store.Connection.Run("PRAGMA busy_timeout = 10");
        using (var other = new SqliteConnection($"Data Source={File};Pooling=false"))
        {
            other.Open();
            using var transaction = other.BeginTransaction();
            other.Run("INSERT INTO registered_models (name) VALUES ('x')");
            Assert.Contains(
                "locked", OneLine.ErrorOf(() => store.FindOrCreateExperiment("songs")), StringComparison.Ordinal);
        }

        Assert.Equal("1", store.FindOrCreateExperiment("songs").Id);
    }

    [Fact]
    public void A_full_disk_is_said_in_one_line_and_leaves_the_store_as_it_was()
    {
        using var store = MlflowStore.Open(File);
        var run = store.StartRun(StoreProcess.NewRun(store.FindOrCreateExperiment("songs")));
        Metric[] metrics = [.. Enumerable.Range(0, 5000).Select(i => new Metric("auc", i, DateTimeOffset.UtcNow, i))];
        var pages = store.Connection.Value("PRAGMA page_count");
        store.Connection.Run($"PRAGMA max_page_count = {pages}");
        var message = OneLine.ErrorOf(() => store.LogBatch(
            run.Id, metrics, new Dictionary<string, string> { ["seed"] = "7" }));
        Assert.Equal($"{File}: can't grow: the disk is full; make room.", message);
        Assert.Empty(store.GetMetricHistory(run.Id, "auc"));
        Assert.Empty(store.GetRun(run.Id).Parameters);
        SqliteShell.AssertWhole(File);
        store.Connection.Run("PRAGMA max_page_count = 1000000");
        store.LogBatch(run.Id, metrics);
        Assert.Equal(5000, store.GetMetricHistory(run.Id, "auc").Count);
    }
}
