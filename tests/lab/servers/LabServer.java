// A TLS server by JSSE: LabServer PORT KEYSTORE PROTOCOLS SUITES OPTIONS (lists with commas; "-": the
// defaults; OPTIONS: order, need, want). Answers every request with a line.
import java.io.FileInputStream;
import java.net.InetAddress;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

public class LabServer {
    public static void main(String[] args) throws Exception {
        char[] password = "lab".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (FileInputStream file = new FileInputStream(args[1])) {
            store.load(file, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("NewSunX509");
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        SSLServerSocket server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(
            Integer.parseInt(args[0]), 200, InetAddress.getByName("127.0.0.1"));
        SSLParameters parameters = server.getSSLParameters();
        if (!args[2].equals("-")) parameters.setProtocols(args[2].split(","));
        if (!args[3].equals("-")) parameters.setCipherSuites(args[3].split(","));
        List<String> options = List.of(args[4].split(","));
        parameters.setUseCipherSuitesOrder(options.contains("order"));
        if (options.contains("want")) parameters.setWantClientAuth(true);
        if (options.contains("need")) parameters.setNeedClientAuth(true);
        server.setSSLParameters(parameters);
        var pool = Executors.newFixedThreadPool(16, work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        });
        while (true) {
            SSLSocket socket = (SSLSocket) server.accept();
            pool.execute(() -> serve(socket));
        }
    }

    private static void serve(SSLSocket socket) {
        try (socket) {
            socket.setSoTimeout(20000);
            socket.startHandshake();
            if (socket.getInputStream().read() >= 0) socket.getOutputStream().write("hello\n".getBytes());
        } catch (Exception refused) {
            // What clients do wrong is their business.
        }
    }
}
