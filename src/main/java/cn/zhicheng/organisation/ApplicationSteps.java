package cn.zhicheng.organisation;

import java.util.List;

import org.springframework.data.jpa.repository.JpaRepository;

/**
 * What has happened to the applications.
 */
interface ApplicationSteps extends JpaRepository<ApplicationStep, Long> {

	List<ApplicationStep> findByApplicationIdOrderById(long applicationId);
}
