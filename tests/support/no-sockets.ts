/** Options for Node.js with which a program cannot reach a network without being caught. */

/** Every way to the network ends the process with code 99. */
export const noSockets = [
  '--import',
  `data:text/javascript,${encodeURIComponent(`
    import net from 'node:net'; import dns from 'node:dns'; import dgram from 'node:dgram';
    const refuse = () => { console.error('a socket was opened'); process.exit(99); };
    net.Socket.prototype.connect = refuse; net.Server.prototype.listen = refuse;
    dns.lookup = refuse; dgram.createSocket = refuse; globalThis.fetch = refuse;
  `)}`,
];
