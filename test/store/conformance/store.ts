import { testArtifacts } from './artifacts.ts';
import { testCalls } from './calls.ts';
import { testFind } from './find.ts';
import { testLineage } from './lineage.ts';
import type { OpenEmpty } from './open-empty.ts';
import { testVersions } from './versions.ts';

/** What every store must do, wherever it keeps its data: call it in a `describe` of the adapter. */
export function testStore(openEmpty: OpenEmpty): void {
  testArtifacts(openEmpty);
  testVersions(openEmpty);
  testLineage(openEmpty);
  testFind(openEmpty);
  testCalls(openEmpty);
}
