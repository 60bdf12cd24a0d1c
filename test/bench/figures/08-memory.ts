// What the process holds, idle and under the load of the first figure, beside bare express under the same.
import { alternate, type Figure } from '../figure.ts';
import { memoryOf } from '../machine.ts';
import { install } from '../outside.ts';

export const memory: Figure = {
	number: 8, title: 'Memory',
	async measure( bench, { rounds, seconds } ) {
		const installation = await install( bench );
		const seeding = await installation.start();
		const { asked } = await installation.member();
		await seeding.stop();
		const sides = async ( server: { port: number; pid: number; stop( signal: 'SIGKILL' ): Promise<void> } ): Promise<{ idle: number; most: number }> => {
			const idle = memoryOf( server.pid ).now;
			await bench.load( { ...asked, port: server.port, connections: 64, seconds, warmUpSeconds: 1 } );
			const { most } = memoryOf( server.pid );
			await server.stop( 'SIGKILL' );
			return { idle, most };
		};
		const pairs = await alternate( Math.min( rounds, 5 ), async () => sides( await bench.serve( 'bareExpress' ) ), async () => sides( await installation.start() ) );
		return [
			{ what: 'idle / bare express', values: pairs.map( ( [ bare, ours ] ) => ours.idle / bare.idle ), unit: 'x', goal: { words: '<= 1.3', most: 1.3 } },
			{ what: 'most under load', values: pairs.map( ( [ , ours ] ) => ours.most ), unit: 'MB', goal: { words: '<= 130 MB', most: 130 } },
			{ what: 'idle', values: pairs.map( ( [ , ours ] ) => ours.idle ), unit: 'MB' },
			{ what: 'bare express under load', values: pairs.map( ( [ bare ] ) => bare.most ), unit: 'MB' }
		];
	}
};
