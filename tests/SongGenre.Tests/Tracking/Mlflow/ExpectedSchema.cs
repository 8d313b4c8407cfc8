namespace SongGenre.Tests.Tracking.Mlflow;

/// <summary>
/// MLflow's schema at revision 6953534de441, as a database that MLflow 3.0 made describes itself: columns with type,
/// default and place in the primary key, foreign keys, indexes, in the order of their text.
/// </summary>
internal static class ExpectedSchema
{
    public const string Revision = "6953534de441";

    public const string Text = """
alembic_version.version_num VARCHAR(32) not null key 1
datasets(dataset_uuid) index index_datasets_dataset_uuid
datasets(experiment_id, dataset_source_type) index index_datasets_experiment_id_dataset_source_type
datasets.dataset_profile TEXT
datasets.dataset_schema TEXT
datasets.dataset_source TEXT not null
datasets.dataset_source_type VARCHAR(36) not null
datasets.dataset_uuid VARCHAR(36) not null
datasets.digest VARCHAR(36) not null key 3
datasets.experiment_id -> experiments.experiment_id on delete cascade
datasets.experiment_id INTEGER not null key 1
datasets.name VARCHAR(500) not null key 2
experiment_tags.experiment_id -> experiments.experiment_id
experiment_tags.experiment_id INTEGER not null key 2
experiment_tags.key VARCHAR(250) not null key 1
experiment_tags.value VARCHAR(5000)
experiments(name) unique
experiments.artifact_location VARCHAR(256)
experiments.creation_time BIGINT
experiments.experiment_id INTEGER not null key 1
experiments.last_update_time BIGINT
experiments.lifecycle_stage VARCHAR(32)
experiments.name VARCHAR(256) not null
input_tags.input_uuid VARCHAR(36) not null key 1
input_tags.name VARCHAR(255) not null key 2
input_tags.value VARCHAR(500) not null
inputs(destination_type, destination_id, source_type) index index_inputs_destination_type_destination_id_source_type
inputs(input_uuid) index index_inputs_input_uuid
inputs.destination_id VARCHAR(36) not null key 4
inputs.destination_type VARCHAR(36) not null key 3
inputs.input_uuid VARCHAR(36) not null
inputs.source_id VARCHAR(36) not null key 2
inputs.source_type VARCHAR(36) not null key 1
inputs.step BIGINT not null default '0'
latest_metrics(run_uuid) index index_latest_metrics_run_uuid
latest_metrics.is_nan BOOLEAN not null
latest_metrics.key VARCHAR(250) not null key 1
latest_metrics.run_uuid -> runs.run_uuid
latest_metrics.run_uuid VARCHAR(32) not null key 2
latest_metrics.step BIGINT not null
latest_metrics.timestamp BIGINT
latest_metrics.value FLOAT not null
logged_model_metrics(model_id) index index_logged_model_metrics_model_id
logged_model_metrics.dataset_digest VARCHAR(36)
logged_model_metrics.dataset_name VARCHAR(500)
logged_model_metrics.dataset_uuid VARCHAR(36)
logged_model_metrics.experiment_id -> experiments.experiment_id
logged_model_metrics.experiment_id INTEGER not null
logged_model_metrics.metric_name VARCHAR(500) not null key 2
logged_model_metrics.metric_step BIGINT not null key 4
logged_model_metrics.metric_timestamp_ms BIGINT not null key 3
logged_model_metrics.metric_value FLOAT
logged_model_metrics.model_id -> logged_models.model_id on delete cascade
logged_model_metrics.model_id VARCHAR(36) not null key 1
logged_model_metrics.run_id -> runs.run_uuid on delete cascade
logged_model_metrics.run_id VARCHAR(32) not null key 5
logged_model_params.experiment_id -> experiments.experiment_id
logged_model_params.experiment_id INTEGER not null
logged_model_params.model_id -> logged_models.model_id on delete cascade
logged_model_params.model_id VARCHAR(36) not null key 1
logged_model_params.param_key VARCHAR(255) not null key 2
logged_model_params.param_value TEXT not null
logged_model_tags.experiment_id -> experiments.experiment_id
logged_model_tags.experiment_id INTEGER not null
logged_model_tags.model_id -> logged_models.model_id on delete cascade
logged_model_tags.model_id VARCHAR(36) not null key 1
logged_model_tags.tag_key VARCHAR(255) not null key 2
logged_model_tags.tag_value TEXT not null
logged_models.artifact_location VARCHAR(1000) not null
logged_models.creation_timestamp_ms BIGINT not null
logged_models.experiment_id -> experiments.experiment_id on delete cascade
logged_models.experiment_id INTEGER not null
logged_models.last_updated_timestamp_ms BIGINT not null
logged_models.lifecycle_stage VARCHAR(32)
logged_models.model_id VARCHAR(36) not null key 1
logged_models.model_type VARCHAR(500)
logged_models.name VARCHAR(500) not null
logged_models.source_run_id VARCHAR(32)
logged_models.status INTEGER not null
logged_models.status_message VARCHAR(1000)
metrics(run_uuid) index index_metrics_run_uuid
metrics.is_nan BOOLEAN not null default '0' key 6
metrics.key VARCHAR(250) not null key 1
metrics.run_uuid -> runs.run_uuid
metrics.run_uuid VARCHAR(32) not null key 4
metrics.step BIGINT not null default '0' key 3
metrics.timestamp BIGINT not null key 2
metrics.value FLOAT not null key 5
model_version_tags.key VARCHAR(250) not null key 1
model_version_tags.name -> model_versions.name
model_version_tags.name VARCHAR(256) not null key 2
model_version_tags.value VARCHAR(5000)
model_version_tags.version -> model_versions.version
model_version_tags.version INTEGER not null key 3
model_versions.creation_time BIGINT
model_versions.current_stage VARCHAR(20)
model_versions.description VARCHAR(5000)
model_versions.last_updated_time BIGINT
model_versions.name -> registered_models.name
model_versions.name VARCHAR(256) not null key 1
model_versions.run_id VARCHAR(32)
model_versions.run_link VARCHAR(500)
model_versions.source VARCHAR(500)
model_versions.status VARCHAR(20)
model_versions.status_message VARCHAR(500)
model_versions.storage_location VARCHAR(500)
model_versions.user_id VARCHAR(256)
model_versions.version INTEGER not null key 2
params(run_uuid) index index_params_run_uuid
params.key VARCHAR(250) not null key 1
params.run_uuid -> runs.run_uuid
params.run_uuid VARCHAR(32) not null key 2
params.value VARCHAR(8000) not null
registered_model_aliases.alias VARCHAR(256) not null key 2
registered_model_aliases.name -> registered_models.name on delete cascade
registered_model_aliases.name VARCHAR(256) not null key 1
registered_model_aliases.version INTEGER not null
registered_model_tags.key VARCHAR(250) not null key 1
registered_model_tags.name -> registered_models.name
registered_model_tags.name VARCHAR(256) not null key 2
registered_model_tags.value VARCHAR(5000)
registered_models.creation_time BIGINT
registered_models.description VARCHAR(5000)
registered_models.last_updated_time BIGINT
registered_models.name VARCHAR(256) not null key 1
runs.artifact_uri VARCHAR(200)
runs.deleted_time BIGINT
runs.end_time BIGINT
runs.entry_point_name VARCHAR(50)
runs.experiment_id -> experiments.experiment_id
runs.experiment_id INTEGER
runs.lifecycle_stage VARCHAR(20)
runs.name VARCHAR(250)
runs.run_uuid VARCHAR(32) not null key 1
runs.source_name VARCHAR(500)
runs.source_type VARCHAR(20)
runs.source_version VARCHAR(50)
runs.start_time BIGINT
runs.status VARCHAR(9)
runs.user_id VARCHAR(256)
tags(run_uuid) index index_tags_run_uuid
tags.key VARCHAR(250) not null key 1
tags.run_uuid -> runs.run_uuid
tags.run_uuid VARCHAR(32) not null key 2
tags.value VARCHAR(8000)
trace_info(experiment_id, timestamp_ms) index index_trace_info_experiment_id_timestamp_ms
trace_info.execution_time_ms BIGINT
trace_info.experiment_id -> experiments.experiment_id
trace_info.experiment_id INTEGER not null
trace_info.request_id VARCHAR(50) not null key 1
trace_info.status VARCHAR(50) not null
trace_info.timestamp_ms BIGINT not null
trace_request_metadata(request_id) index index_trace_request_metadata_request_id
trace_request_metadata.key VARCHAR(250) not null key 1
trace_request_metadata.request_id -> trace_info.request_id on delete cascade
trace_request_metadata.request_id VARCHAR(50) not null key 2
trace_request_metadata.value VARCHAR(8000)
trace_tags(request_id) index index_trace_tags_request_id
trace_tags.key VARCHAR(250) not null key 1
trace_tags.request_id -> trace_info.request_id on delete cascade
trace_tags.request_id VARCHAR(50) not null key 2
trace_tags.value VARCHAR(8000)
""";
}
