// java Client.java PORT NAME VERSION[,VERSION] [ALPN]: one request; prints one JSON line.
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

class Client {
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        SSLSocket socket =
            (SSLSocket) SSLSocketFactory.getDefault().createSocket("127.0.0.1", port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(arguments[1])));
        parameters.setProtocols(arguments[2].split(","));
        if (arguments.length > 3) {
            parameters.setApplicationProtocols(arguments[3].split(","));
        }
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        SSLSession session = socket.getSession();
        X509Certificate leaf = (X509Certificate) session.getPeerCertificates()[0];
        String name = leaf.getSubjectX500Principal().getName().replaceAll("^CN=([^,]*),.*", "$1");
        System.out.printf("{\"client_port\": %d, \"version\": \"%s\", \"suite\": \"%s\", "
            + "\"alpn\": \"%s\", \"leaf_subject_cn\": \"%s\"}%n", socket.getLocalPort(),
            session.getProtocol(), session.getCipherSuite(), socket.getApplicationProtocol(), name);
        socket.getOutputStream().write(("GET / HTTP/1.0\r\nHost: " + arguments[1] + "\r\n\r\n")
            .getBytes());
        socket.getInputStream().readAllBytes();
        socket.close();
    }
}
