// What users write: schemas, quantities, documents with positions. Imports zod, yaml and fastest-levenshtein only.
export { type JsonSchemas, jsonSchemas } from './document/json-schema.ts';
export type { FieldDescription, FieldType, KindSchemas } from './document/kind-schemas.ts';
export { type LoadedDocument, type LoadRequest, type LoadResult, loadDocuments } from './document/load.ts';
export { type DocumentValue, formatPlace, type Located, type Path, type Place } from './document/loaded.ts';
export { type DocumentOutline, outlineDocuments } from './document/outline.ts';
export { describeParameters, type ParameterDescription } from './document/parameters.ts';
export type { JsonSchema } from './document/plain-schema.ts';
export { formatPath } from './document/source.ts';
export { nearest, suggest } from './document/suggestion.ts';
export { isVariableName } from './document/template.ts';
export { maxFileBytes } from './document/text.ts';
export { readVariable, type Variables, type VariableValue } from './document/variables.ts';
export { type Environment, environmentSchema } from './environment/environment.schema.ts';
export {
  type Aggregate,
  type AggregatedSpec,
  aggregates,
  type Comparison,
  type ComparisonSpec,
  type ConditionLiteral,
  type ConditionSpec,
  comparisons,
  type ExpectationSpec,
} from './experiment/condition.ts';
export {
  type AbortRuleSpec,
  type AlertExpectationSpec,
  type Experiment,
  experimentSchema,
  type FaultSpec,
  type GapSpec,
  type RunPart,
  runParts,
  type SteadyStateSpec,
  type TargetMode,
} from './experiment/experiment.schema.ts';
export { type SecretRef, type Severity, secretRef } from './names.ts';
export { formatProblem, type Problem, type ProblemCode, problemCodes } from './problem.ts';
export { type Bytes, dataSize, formatDataSize, parseDataSize } from './quantity/data-size.ts';
export { duration, formatDuration, type Milliseconds, parseDuration } from './quantity/duration.ts';
export { type Fraction, formatPercent, parsePercent, percent } from './quantity/percent.ts';
export { type Service, type SloSpec, serviceSchema } from './service/service.schema.ts';
