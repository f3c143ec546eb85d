package cn.zhicheng;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line to a server that a test can cut: while it is cut, what was connected is closed and nothing more is. */
final class Relay implements AutoCloseable {

	private final int target;
	private final Set<Socket> open = ConcurrentHashMap.newKeySet();
	private final ServerSocket door;
	private volatile boolean cut;

	/** @param target port of the server on this machine */
	Relay(int target) throws IOException {
		this.target = target;
		this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		daemon(this::take);
	}

	int port() {
		return door.getLocalPort();
	}

	void cut() {
		cut = true;
		open.forEach(Relay::quietly);
	}

	void mend() {
		cut = false;
	}

	private void take() {
		while (!door.isClosed()) {
			try {
				var caller = door.accept();
				if (cut) {
					caller.close();
					continue;
				}
				var server = new Socket(InetAddress.getLoopbackAddress(), target);
				open.add(caller);
				open.add(server);
				daemon(() -> pass(caller, server));
				daemon(() -> pass(server, caller));
			} catch (IOException closed) {
				// The test is over, or the server away: the caller finds out.
			}
		}
	}

	private void pass(Socket from, Socket to) {
		try {
			from.getInputStream().transferTo(to.getOutputStream());
		} catch (IOException closed) {
			// Either end has gone: so does the other.
		} finally {
			quietly(from);
			quietly(to);
			open.remove(from);
			open.remove(to);
		}
	}

	private static void daemon(Runnable work) {
		var thread = new Thread(work, "relay");
		thread.setDaemon(true);
		thread.start();
	}

	private static void quietly(Socket socket) {
		try {
			socket.close();
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	@Override
	public void close() throws IOException {
		door.close();
		cut();
	}
}
