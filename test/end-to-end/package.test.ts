import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { envscaler } from '../support/command-line.ts';
import { temporaryFolder } from '../support/folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function npm(args: readonly string[], cwd: string): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

describe('the package', () => {
  it('installs from its tarball into an empty project and runs there', { timeout: 240_000 }, async () => {
    const folder = temporaryFolder();
    // The build is there already; packing must not disturb tests that run from it at the same time.
    const [{ filename }] = JSON.parse(npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], root)) as [
      { filename: string },
    ];
    writeFileSync(join(folder, 'package.json'), '{"name": "stranger", "private": true}');
    npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', join(folder, filename)], folder);
    // On Node 20 the driver is compiled while installing, which takes a minute and was done once for this checkout.
    const driver = join('node_modules', 'better-sqlite3-node20', 'build');
    if (existsSync(join(root, driver))) cpSync(join(root, driver), join(folder, driver), { recursive: true });

    const installed = join(folder, 'node_modules', 'envscaler', 'dist', 'main.js');
    expect(existsSync(join(dirname(installed), '..', 'test'))).toBe(false);
    const help = await envscaler(['--help'], { cwd: folder, executable: installed });
    expect(help.stdout).toContain('skel');
    const version = execFileSync(join(folder, 'node_modules', '.bin', 'envscaler'), ['--version'], { encoding: 'utf8' });
    expect(version.trim()).toMatch(/^\d+\.\d+\.\d+$/);
    const run = await envscaler(['run', '--count', '1', '--scenarios', '2'], { cwd: folder, executable: installed });
    expect(run.code, run.stderr).toBe(0);
    expect(existsSync(join(folder, 'out', 'exports', 'bundle', 'manifest.json'))).toBe(true);
  });
});
